#!/bin/sh
# Rebuild the committed assets from their sources. Needs Node 20 or newer.
set -eu
cd "$(dirname "$0")"
npm ci --no-audit --no-fund --ignore-scripts --loglevel=error
node build.mjs
