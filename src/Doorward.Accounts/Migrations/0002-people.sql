-- The key that the secrets of mailed links are derived with: one, for all nodes.
CREATE TABLE accounts.link_keys (
    one_row    boolean PRIMARY KEY DEFAULT true CHECK (one_row),
    secret     bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT link_keys_long_enough CHECK (length(secret) >= 32)
);
