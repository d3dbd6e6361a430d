-- Roles and extensions of the containers' database. Repeating it is harmless.
-- The site's role is no superuser: what only a superuser may do is done here.
SET client_min_messages = warning;
SELECT 'CREATE ROLE gandan LOGIN'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'gandan') \gexec
ALTER ROLE gandan PASSWORD :'password';
SELECT 'CREATE DATABASE gandan OWNER gandan'
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'gandan') \gexec
\connect gandan
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS postgis;
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
-- A migration adds the VN-2000 zones that PostGIS 3.3 lacks.
GRANT INSERT, UPDATE, DELETE ON spatial_ref_sys TO gandan;
