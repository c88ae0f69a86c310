-- What a subscriber handled beyond its cursor, while Redis carries the events to it: in any order, and each as often as Redis likes.
CREATE TABLE events.handled (
    subscriber text NOT NULL REFERENCES events.cursors ON DELETE CASCADE,
    tx         xid8 NOT NULL,
    seq        bigint NOT NULL,
    PRIMARY KEY (subscriber, tx, seq)
);
