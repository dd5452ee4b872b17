#!/bin/sh
# The same as `npm start`, for a machine where Node may be missing.
cd "$(dirname "$0")" || exit 1
if ! command -v node >/dev/null 2>&1; then
  echo "Fernweh: Node is missing. Please install Node 20.19 or newer from https://nodejs.org." >&2
  exit 1
fi
exec node scripts/start.mjs
