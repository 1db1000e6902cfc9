#!/bin/sh
# Installs the system programs that some tests and formats need, when they are missing and we may.
# Without them nothing fails: OCR is off, and the tests that need them are skipped and say so.
set -u

missing=""
need() { # need PROGRAM-OR-FILE PACKAGE...
    thing=$1
    shift
    if command -v "$thing" >/dev/null 2>&1 || ls $thing >/dev/null 2>&1; then return 0; fi
    missing="$missing $*"
}

need openssl openssl
need strace strace
need '/usr/lib/postgresql/*/bin/initdb' postgresql
need chromium chromium
need tesseract tesseract-ocr
need '/usr/share/tesseract-ocr/*/tessdata/ukr.traineddata' tesseract-ocr-ukr
need '/usr/share/tesseract-ocr/*/tessdata/rus.traineddata' tesseract-ocr-rus
need '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf' fonts-dejavu-core
[ -n "$missing" ] || exit 0

if [ "${ACCOUNTED_NO_SYSTEM_PACKAGES:-}" ]; then
    echo "system packages not installed, as asked; missing:$missing"
    exit 0
fi
if ! command -v apt-get >/dev/null 2>&1; then
    echo "missing system packages, and no apt-get here to install them:$missing"
    exit 0
fi
if [ "$(id -u)" = 0 ]; then
    as_root=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    echo "missing system packages, and not permitted to install them here:"
    echo "  sudo apt-get install$missing"
    exit 0
fi

echo "installing system packages:$missing"
$as_root apt-get update -qq || echo "apt-get update failed; trying with the lists at hand"
for package in $missing; do
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends "$package" >/dev/null ||
        echo "could not install $package; what needs it is skipped"
done
exit 0
