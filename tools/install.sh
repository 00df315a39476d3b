#!/bin/sh
# Install a hash-locked requirements file: uv when it can be had (several times faster), plain pip otherwise.
# uv does not read pip's own settings (mirrors, certificates), so the fallback must stay.
set -e
python=$1
lock=$2
pip="$python -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r"
if [ -z "$NO_UV" ] \
   && { "$python" -m uv --version >/dev/null 2>&1 || $pip requirements/installer.lock >/dev/null 2>&1; } \
   && "$python" -m uv pip install -q --python "$python" --require-hashes --no-deps -r "$lock" 2>/dev/null; then
    exit 0
fi
exec $pip "$lock"
