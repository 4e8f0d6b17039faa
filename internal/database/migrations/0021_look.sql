-- +goose Up
-- How a person wishes to read pages, beside the language: years in the count
-- of the eras, readings above difficult words. See lang.Style.
ALTER TABLE accounts ADD COLUMN style TEXT NOT NULL DEFAULT '';
