#!/usr/bin/env bash
# validate-answers.sh VERSION FOLDER: checks recorded answers of AtomPub (FOLDER/*.xml) against OASIS's schemas of that
# version, 1.0 or 1.1. Ends with 0 when there are some and all of them are valid.
set -euo pipefail
version=$1 folder=$2
schema=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../schemas/cmis/$version" && pwd)/all.xsd

if ! command -v xmllint >/dev/null; then
  if [[ $EUID -ne 0 ]]; then
    echo "xmllint is missing: install libxml2-utils." >&2
    exit 2
  fi
  export DEBIAN_FRONTEND=noninteractive
  install() { apt-get install -y -qq --no-install-recommends libxml2-utils >/dev/null; }
  install || { apt-get update -qq && install; }
fi

count=$(find "$folder" -name '*.xml' | wc -l)
if ((count == 0)); then
  echo "No answers were recorded." >&2
  exit 1
fi
complaints=$(mktemp)
trap 'rm -f "$complaints"' EXIT
# The schema is read once for each call.
if ! find "$folder" -name '*.xml' -print0 |
  xargs -0 -n 400 xmllint --nonet --noout --huge --schema "$schema" 2>"$complaints"; then
  grep -v ' validates$' "$complaints" | head -100 >&2
  grep ' fails to validate$' "$complaints" | sed 's/ fails to validate$//' | xargs -r -n 1 basename |
    grep -F -f - "$folder/index" | head -20 >&2
  exit 1
fi
echo "AtomPub $version: $count answers are valid"
