# Debian slim with what `reservfax` installs for itself, run as an account of its own.
FROM debian:12-slim

RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
    python3 python3-venv tesseract-ocr tesseract-ocr-swe poppler-utils bubblewrap fonts-dejavu-core libspandsp2 wswedish hunspell-en-med \
    tzdata ca-certificates \
 && rm -rf /var/lib/apt/lists/*

WORKDIR /srv/reservfax
COPY requirements.txt ./
RUN python3 -m venv /srv/venv \
 && /srv/venv/bin/pip install --no-cache-dir --require-hashes --no-deps -r requirements.txt
COPY . .
RUN /srv/venv/bin/pybabel -q compile -D django -d service/locale \
 && /srv/venv/bin/python -m compileall -q config ocr inbound outbound service \
 && printf '#!/bin/sh\nexec /srv/venv/bin/python -m service.cli "$@"\n' >/usr/local/bin/reservfax \
 && chmod 755 /usr/local/bin/reservfax \
 && useradd --system --create-home --home-dir /var/lib/reservfax reservfax \
 && install -d -o reservfax -g reservfax -m 0700 /var/lib/reservfax/data /var/lib/reservfax/keys

ENV PYTHONSAFEPATH=1 PYTHONPATH=/srv/reservfax PYTHONDONTWRITEBYTECODE=1 OMP_THREAD_LIMIT=1 OPENBLAS_NUM_THREADS=1 \
    RESERVFAX_HOME=/var/lib/reservfax RESERVFAX_DATA=/var/lib/reservfax/data RESERVFAX_KEYS=/var/lib/reservfax/keys
USER reservfax
WORKDIR /var/lib/reservfax
EXPOSE 8025
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["/srv/venv/bin/python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8025/healthz', timeout=4)"]
ENTRYPOINT ["reservfax"]
CMD ["run"]
