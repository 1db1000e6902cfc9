#!/bin/sh
# The demonstration: an archive about an invented event, what it found, a report, and a bag for others to check.
# usage: run.sh BIN ARCHIVE   (BIN holds python and accounted)
set -eu

bin=$1
archive=$2
accounted=$bin/accounted
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# the demonstration's key is its own, kept with it and unprotected: never do this with real material
export ACCOUNTED_CONFIG="$archive.keys" ACCOUNTED_OPERATOR="demonstration"
unset ACCOUNTED_PASSPHRASE DATABASE_URL ACCOUNTED_ARCHIVE || true

say() {
    if [ -t 1 ]; then printf '\n\033[1m%s\033[0m\n' "$*"; else printf '\n== %s\n' "$*"; fi
}

rm -rf "$archive" "$archive.keys" demonstration-bag demonstration-report.html
say "Twelve documents about an event that was invented for this (demonstration/README.md)"
"$bin/python" demonstration/build.py "$work/material"
"$accounted" init "$archive" --title "Demonstration: Siryi Bir (invented)"
"$accounted" add --manifest "$work/material/manifest.csv" --archive "$archive"
say "Who says what, in which words"
"$accounted" claims --archive "$archive" --kind tally
say "Denials"
"$accounted" claims --archive "$archive" --kind denial
say "The report"
"$accounted" report --archive "$archive" -o demonstration-report.html
say "Is every byte what it was?"
"$accounted" verify "$archive"
say "A bag that others can check without this software"
"$accounted" export bag --archive "$archive" -o demonstration-bag/ --purpose "demonstration"
sh demonstration-bag/verify.sh
say "Four lists of people who never lived, in four scripts: how many people are they?"
"$accounted" init "$work/lists" --title "Lists (invented)" > "$work/said"
for name in hospital police families aid; do
    "$accounted" import "demonstration/lists/$name.csv" --archive "$work/lists" --title "$name" \
        --no-duplicates --yes --save-mapping "$work/$name.toml" 2> "$work/said" | tail -n 1
done
"$accounted" link --archive "$work/lists" 2> "$work/said"
say "Open demonstration-report.html in a browser. It needs no network."
