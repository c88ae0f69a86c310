-- What an agency knows: documents, all their versions, and the passages that answers are grounded in.
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;   -- so that one index answers for the organization and the words at once

-- Words without meaning of their own, in both languages, are dropped whatever the language of a document: a question may be in either.
CREATE TEXT SEARCH DICTIONARY support.stop_english    (TEMPLATE = simple, STOPWORDS = english, ACCEPT = false);
CREATE TEXT SEARCH DICTIONARY support.stop_portuguese (TEMPLATE = simple, STOPWORDS = portuguese, ACCEPT = false);

-- Words as they are, without accents: what people mistype, and all there is for a language without stems here.
CREATE TEXT SEARCH CONFIGURATION support.words (COPY = pg_catalog.simple);
ALTER TEXT SEARCH CONFIGURATION support.words ALTER MAPPING FOR asciiword, word, numword, asciihword, hword, numhword, hword_asciipart, hword_part, hword_numpart
    WITH support.stop_english, support.stop_portuguese, unaccent, simple;

CREATE TEXT SEARCH CONFIGURATION support.english (COPY = pg_catalog.simple);
ALTER TEXT SEARCH CONFIGURATION support.english ALTER MAPPING FOR asciiword, word, numword, asciihword, hword, numhword, hword_asciipart, hword_part, hword_numpart
    WITH support.stop_english, support.stop_portuguese, unaccent, english_stem;

-- With its accents: the stems of Portuguese hang on them (reclamação, reclamações). Who leaves them out is met by the words above.
CREATE TEXT SEARCH CONFIGURATION support.portuguese (COPY = pg_catalog.simple);
ALTER TEXT SEARCH CONFIGURATION support.portuguese ALTER MAPPING FOR asciiword, word, numword, asciihword, hword, numhword, hword_asciipart, hword_part, hword_numpart
    WITH support.stop_english, support.stop_portuguese, portuguese_stem;

-- What a text is found by: the stems of its language, then its words as they are.
CREATE FUNCTION support.lexemes(language text, words text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE language WHEN 'en' THEN to_tsvector('support.english', words)
                         WHEN 'pt' THEN to_tsvector('support.portuguese', words)
                         ELSE ''::tsvector END
        || to_tsvector('support.words', words);

-- All of the ways in which one word of a question may be written in a document.
CREATE FUNCTION support.forms(word text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN tsvector_to_array(to_tsvector('support.english', word) || to_tsvector('support.portuguese', word) || to_tsvector('support.words', word));

-- Any of these lexemes. They are quoted, so nothing in them is an operator.
CREATE FUNCTION support.any_of(lexemes text[]) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (SELECT string_agg('''' || replace(replace(l, '\', '\\'), '''', '''''') || '''', ' | ')::tsquery FROM unnest(lexemes) l);

-- How much an agency's copilot may cite, and how often that has changed: what a node keeps in memory is good for as long as this has not moved.
CREATE TABLE support.knowledge (
    organization_id uuid PRIMARY KEY REFERENCES accounts.organizations (id),
    revision        bigint NOT NULL,
    chunks          int NOT NULL,                -- the current ones
    CONSTRAINT knowledge_chunks CHECK (chunks >= 0)
);

CREATE TABLE support.documents (
    organization_id uuid NOT NULL REFERENCES accounts.organizations (id),
    id              uuid NOT NULL,
    collection      text NOT NULL,               -- what is imported together; what is missing from its folder is withdrawn
    path            text NOT NULL,               -- its place in the collection: what makes it the same document next time
    version         int NOT NULL,                -- the current one
    withdrawn_at    timestamptz,                 -- no longer cited; its versions stay, for the answers that cited them
    created_at      timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id),
    CONSTRAINT documents_one_per_path UNIQUE (organization_id, collection, path),
    CONSTRAINT documents_collection CHECK (char_length(collection) BETWEEN 1 AND 100),
    CONSTRAINT documents_path CHECK (char_length(path) BETWEEN 1 AND 300)
) WITH (fillfactor = 90);

CREATE TABLE support.document_versions (
    organization_id uuid NOT NULL,
    document_id     uuid NOT NULL,
    version         int NOT NULL,
    title           text NOT NULL,
    audience        text NOT NULL,
    language        text NOT NULL,
    valid_until     date,                        -- the last day on which it may be believed
    text            text NOT NULL,               -- without front matter, lines ended by \n: what citations point into
    content_hash    bytea NOT NULL,              -- SHA-256 over all of the above
    imported_by     uuid REFERENCES accounts.people (id),   -- null: from the machine's own command line
    imported_at     timestamptz NOT NULL,
    PRIMARY KEY (organization_id, document_id, version),
    CONSTRAINT document_versions_of_a_document FOREIGN KEY (organization_id, document_id) REFERENCES support.documents (organization_id, id),
    CONSTRAINT document_versions_audience CHECK (audience IN ('public', 'internal')),
    CONSTRAINT document_versions_language CHECK (language ~ '^[a-z]{2,3}$'),
    CONSTRAINT document_versions_title CHECK (char_length(title) BETWEEN 1 AND 200),
    CONSTRAINT document_versions_hash CHECK (length(content_hash) = 32)
);

-- An answer that was sent cites a version: it must say for ever what it said then.
CREATE FUNCTION support.versions_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a version of a document is never changed' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'document_versions_never_change';
END $$;
CREATE TRIGGER document_versions_never_change BEFORE UPDATE ON support.document_versions FOR EACH ROW EXECUTE FUNCTION support.versions_stay();

ALTER TABLE support.documents ADD CONSTRAINT documents_have_their_version FOREIGN KEY (organization_id, id, version)
    REFERENCES support.document_versions (organization_id, document_id, version) DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE support.chunks (
    organization_id uuid NOT NULL,
    document_id     uuid NOT NULL,
    version         int NOT NULL,
    number          int NOT NULL,                -- its place in the version, from 1
    title           text NOT NULL,               -- as its version says, because it is found by it
    audience        text NOT NULL,
    language        text NOT NULL,
    heading         text NOT NULL,               -- the headings that it stands under: Deposits › Getting it back
    start_at        int NOT NULL,                -- in the version's text, in UTF-16 units as C# and JavaScript count
    end_at          int NOT NULL,
    text            text NOT NULL,
    digest          bytea NOT NULL,              -- SHA-256 of what an embedding is made of
    is_current      boolean NOT NULL,            -- of the current version of a document that is not withdrawn
    search          tsvector NOT NULL GENERATED ALWAYS AS (
        setweight(support.lexemes(language, title || ' ' || heading), 'A') || setweight(support.lexemes(language, text), 'D')) STORED,
    PRIMARY KEY (organization_id, document_id, version, number),
    CONSTRAINT chunks_of_a_version FOREIGN KEY (organization_id, document_id, version)
        REFERENCES support.document_versions (organization_id, document_id, version),
    CONSTRAINT chunks_range CHECK (start_at >= 0 AND end_at > start_at)
);
CREATE INDEX chunks_by_words ON support.chunks USING gin (organization_id, search) WHERE is_current;
CREATE INDEX chunks_by_digest ON support.chunks (organization_id, digest) WHERE is_current;

-- Every word of the current passages and in how many of them it stands: what is rare tells more, and what nobody wrote is most likely mistyped.
CREATE TABLE support.words (
    organization_id uuid NOT NULL REFERENCES accounts.organizations (id),
    word            text NOT NULL,
    chunks          int NOT NULL,
    PRIMARY KEY (organization_id, word),
    CONSTRAINT words_chunks CHECK (chunks >= 0)
) WITH (fillfactor = 80);
CREATE INDEX words_by_likeness ON support.words USING gist (organization_id, word gist_trgm_ops);

-- Made once per text and model, whatever versions the text stands in.
CREATE TABLE support.embeddings (
    organization_id uuid NOT NULL REFERENCES accounts.organizations (id),
    model           text NOT NULL,
    digest          bytea NOT NULL,
    vector          real[] NOT NULL,             -- of length one, so that a dot product is the cosine
    PRIMARY KEY (organization_id, model, digest),
    CONSTRAINT embeddings_vector CHECK (cardinality(vector) BETWEEN 1 AND 8192)
);
