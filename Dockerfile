# Annotate as a container: Python, the libraries of requirements/laptop.txt, the program. No database (docker-compose.yml
# brings one; of the embedded one only pg_dump and pg_restore are used, for backups), no root, nothing that builds.
FROM python:3.11-slim AS libraries
COPY requirements/laptop.txt /tmp/laptop.txt
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --only-binary :all: -r /tmp/laptop.txt

FROM python:3.11-slim
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    ANNOTATE_DATA=/data
RUN useradd --system --uid 10001 --no-create-home annotate \
    && install --directory --owner annotate /data
COPY --from=libraries /venv /venv
WORKDIR /annotate
COPY manage.py ./
COPY annotate annotate
COPY templates templates
COPY static static
RUN python -m compileall -q annotate
USER 10001
# Whoever builds needs a key; it is in no file and no setting of what is built.
RUN SECRET_KEY=of-the-build-only python manage.py static
EXPOSE 8000 8001
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["python", "-m", "annotate.management.healthy"]
CMD ["python", "manage.py", "serve", "--migrate", "--host", "0.0.0.0", "--live-port", "8001"]
