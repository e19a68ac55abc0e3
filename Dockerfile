# docs/deployment.md says how it is run. There is nothing secret in the image: settings come from the environment.
FROM python:3.11-slim

WORKDIR /app
COPY requirements-documents.txt .
RUN pip install --no-cache-dir --disable-pip-version-check --only-binary :all: --require-hashes -r requirements-documents.txt \
    && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin coach \
    && install --directory --owner=coach --mode=700 /data
COPY . .

ENV CVF_HOST=0.0.0.0 \
    CVF_PORT=3978 \
    CVF_DATABASE=/data/cvf.sqlite \
    PYTHONDONTWRITEBYTECODE=1
USER 10001
VOLUME /data
EXPOSE 3978

# Asked directly, whatever proxy for outgoing traffic the environment names.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "-c", "import os, urllib.request as u; u.build_opener(u.ProxyHandler({})).open('http://127.0.0.1:' + os.environ['CVF_PORT'] + '/healthz', timeout=4)"]
CMD ["python", "app.py", "serve"]
