# Gần Dân in containers: two images from one Debian, `db` (PostGIS) and `web` (also the worker
# and the one-shot migration). compose.yaml puts them together.

# --- the database -------------------------------------------------------------------------
FROM debian:bookworm-slim AS db
RUN mkdir -p /etc/postgresql-common/createcluster.d \
    && echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.d/gandan.conf \
    && apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
        postgresql-15-postgis-3 \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -o postgres -g postgres -m 0700 /var/lib/postgresql/data \
    && install -d -o postgres -g postgres -m 0755 /run/postgresql
COPY docker/db-start.sh docker/db-init.sql /usr/local/share/gandan/
ENV PATH=/usr/lib/postgresql/15/bin:$PATH PGDATA=/var/lib/postgresql/data/cluster LANG=C.UTF-8
USER postgres
WORKDIR /var/lib/postgresql
VOLUME /var/lib/postgresql/data
EXPOSE 5432
STOPSIGNAL SIGINT
# Over TCP on purpose: while the database is being made the server listens on its socket only.
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=5 \
    CMD pg_isready -h 127.0.0.1 -d gandan -U gandan -q
CMD ["sh", "/usr/local/share/gandan/db-start.sh"]

# --- what both the build and the running site need ---------------------------------------------
FROM debian:bookworm-slim AS base
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
        ca-certificates python3 libgdal32 libgeos-c1v5 \
    && rm -rf /var/lib/apt/lists/*
ENV LANG=C.UTF-8 PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=gis_project.settings PATH=/opt/gandan/.venv/bin:$PATH
WORKDIR /opt/gandan

# --- packages, catalogues, static files ------------------------------------------------------
FROM base AS build
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
        python3-venv gettext \
    && rm -rf /var/lib/apt/lists/*
COPY requirements.lock ./
RUN python3 -m venv .venv \
    && .venv/bin/pip install -qq --no-input --no-cache-dir --require-hashes --no-deps -r requirements.lock
COPY manage.py ./
COPY apps apps
COPY geodata geodata
COPY gis_project gis_project
COPY locale locale
COPY static static
COPY templates templates
# collectstatic asks for settings, not for a database or for the real key.
RUN GANDAN_STATIC_ROOT=/opt/gandan/static-root .venv/bin/python manage.py collectstatic \
        --noinput --verbosity 0 \
    && .venv/bin/python manage.py compilemessages --verbosity 0 --ignore .venv \
    && rm -rf var

# --- the site ----------------------------------------------------------------------------------
FROM base AS web
RUN useradd --no-log-init --no-create-home --home-dir /nonexistent --uid 10001 gandan
COPY --from=build /opt/gandan /opt/gandan
# Files that people upload or that jobs write; everything else belongs to root.
RUN install -d -o gandan -g gandan -m 0700 /opt/gandan/var
ENV GANDAN_ENV=production GANDAN_STATIC_ROOT=/opt/gandan/static-root GANDAN_BIND=0.0.0.0:8000
USER gandan
VOLUME /opt/gandan/var
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-m", "gis_project.healthcheck"]
CMD ["gunicorn", "--config", "gis_project/gunicorn_conf.py", "gis_project.wsgi"]
