#!/bin/sh
# Check an exported bag with a POSIX shell, openssl and sha256sum (or shasum). See VERIFY.md.
#
#   sh verify.sh [--key-fingerprint KEY] [--older-checkpoint FILE] [--tsa-ca FILE] [BAG]
#
# Exit code 0: everything that was checked is right (NOT PROVEN lines say what was left open);
# 1: something was refused, and nothing after it was looked at; 2: it could not be run.
# It stops at the first refusal, and the exit code is 1 unless the last line was reached.

set -u
LC_ALL=C
export LC_ALL
unset CDPATH ENV
umask 077

refuse() { printf 'REFUSED    %s\nRESULT: REFUSED; do not rely on this bag\n' "$*"; exit 1; }
cannot() { printf 'verify.sh: %s\n' "$*" >&2; exit 2; }
right() { printf 'right      %s\n' "$*"; }
unproven() { printf 'NOT PROVEN %s\n' "$*"; }

usage='usage: sh verify.sh [--key-fingerprint KEY] [--older-checkpoint FILE] [--tsa-ca FILE] [BAG]'
bag=$(dirname -- "$0") known_key= older= tsa_ca=
while [ $# -gt 0 ]; do
    case $1 in
        --key-fingerprint | --older-checkpoint | --tsa-ca)
            [ $# -ge 2 ] && [ -n "$2" ] || cannot "$1 needs a value; $usage"
            case $1 in
                --key-fingerprint) known_key=$2 ;;
                --older-checkpoint) older=$2 ;;
                --tsa-ca) tsa_ca=$2 ;;
            esac
            shift 2
            ;;
        -*) cannot "unknown option $1; $usage" ;;
        *) bag=$1; shift; [ $# -eq 0 ] || cannot "$usage" ;;
    esac
done

here=$(pwd) || cannot 'the current directory cannot be read'
case $older in '' | /*) ;; *) older=$here/$older ;; esac
case $tsa_ca in '' | /*) ;; *) tsa_ca=$here/$tsa_ca ;; esac
[ -z "$older" ] || [ -f "$older" ] || cannot "$older: no such file"
[ -z "$tsa_ca" ] || [ -f "$tsa_ca" ] || cannot "$tsa_ca: no such file"
for tool in openssl awk sed grep sort comm cmp find od paste tail wc xargs mktemp; do
    command -v "$tool" >/dev/null || cannot "$tool is needed and not installed"
done
if command -v sha256sum >/dev/null; then sum=sha256sum; else sum='shasum -a 256'; fi
command -v ${sum%% *} >/dev/null || cannot 'sha256sum or shasum is needed and not installed'
OPENSSL_CONF=/dev/null
export OPENSSL_CONF

work=$(mktemp -d) || cannot 'no temporary directory'
trap 'cd /; rm -rf -- "$work"' EXIT
trap 'exit 1' HUP INT TERM
cd -- "$bag" || cannot "$bag: no such directory"
[ -f bagit.txt ] || refuse "$bag: not a bag (no bagit.txt)"

# awk compares two fields that look like numbers as numbers (0e1 equals 0e2): `x ""` makes it compare texts.
# Shell functions share their variables with the loops that call them: each name is used for one thing only.
# ---- bytes ---------------------------------------------------------------------------------------------------

digest() { $sum <"$1" | cut -c1-64; }
digest_of_input() { $sum | cut -c1-64; }
lines_in() { wc -l <"$1" | tr -d ' '; }
hex() { od -An -v -tx1 | tr -d ' \n'; }
is_text() { # every line printable ASCII, the last one ended
    [ -s "$1" ] && [ "$(tail -c 1 <"$1" | hex)" = 0a ] && [ "$(tr -d '\n -~' <"$1" | wc -c)" -eq 0 ]
}

# Reads lines of two digests; writes for each the printf format of 01 ‖ left ‖ right. Only hexadecimal digits,
# checked first, get into it. With `file` it writes commands that make one file `%09d` for each node of the tree.
formats='
BEGIN {
    for (i = 0; i < 256; i++) octal[sprintf("%02x", i)] = i == 37 ? "%%" : sprintf("\\%03o", i)
}
function bytes(h,  i, s) { s = ""; for (i = 1; i <= 64; i += 2) s = s octal[substr(h, i, 2)]; return s }
{
    if (length($1) != 64 || length($2) != 64 || $0 ~ /[^0-9a-f ]/) exit 1
    format = "\\001" bytes($1) bytes($2)
    if (file) printf "printf %s%s%s >%09d\n", q, format, q, NR; else print format
}'

hash_files() { # the digests of the numbered files in a directory, in order
    (cd -- "$1" && find . -type f | sort | xargs $sum) | cut -c1-64
}

node() { # node LEFT RIGHT: SHA-256(01 ‖ left ‖ right), in hexadecimal
    format=$(printf '%s %s\n' "$1" "$2" | awk "$formats") || return 1
    # shellcheck disable=SC2059 # the bytes are the format
    printf "$format" | digest_of_input
}

root_of() { # root_of FILE: the RFC 6962 root over a file of leaf digests, one a line
    cp -- "$1" "$work/level" || return 1
    width=$(lines_in "$work/level")
    [ "$width" -gt 0 ] || return 1
    while [ "$width" -gt 1 ]; do
        rm -rf -- "$work/node" && mkdir -- "$work/node" || return 1
        awk 'NR % 2 { left = $0; next } { print left, $0 }' "$work/level" >"$work/pairs" || return 1
        awk -v file=1 -v q="'" "$formats" "$work/pairs" >"$work/script" || return 1
        (cd -- "$work/node" && . "$work/script") || return 1
        hash_files "$work/node" >"$work/above" || return 1
        [ "$(lines_in "$work/above")" -eq $((width / 2)) ] || return 1
        [ $((width % 2)) -eq 0 ] || tail -n 1 "$work/level" >>"$work/above" || return 1
        mv -- "$work/above" "$work/level" || return 1
        width=$(((width + 1) / 2))
    done
    cat "$work/level"
}

unbase64() { # unbase64 TEXT FILE: refuses every spelling but the canonical one
    printf '%s' "$1" | openssl base64 -d -A >"$2" 2>/dev/null || return 1
    [ -s "$2" ] && [ "$(openssl base64 -A -in "$2")" = "$1" ]
}

# ---- signed notes: text, an empty line, signature lines (C2SP signed-note, tlog-checkpoint) ---------------------

key_id() { # key_id PEM NAME: first four bytes of SHA-256(name ‖ 0A ‖ 01 ‖ key)
    openssl pkey -pubin -in "$1" -outform DER >"$work/der" 2>/dev/null || return 1
    [ "$(hex <"$work/der" | cut -c1-24)" = 302a300506032b6570032100 ] || return 1
    [ "$(wc -c <"$work/der" | tr -d ' ')" = 44 ] || return 1
    tail -c 32 <"$work/der" >"$work/raw"
    { printf '%s\n\001' "$2"; cat "$work/raw"; } | digest_of_input | cut -c1-8
}

split_note() { # split_note FILE: writes $work/text and $work/below; exactly one empty line between them
    [ "$(grep -c '^$' "$1")" = 1 ] && [ -z "$(tail -c 1 <"$1")" ] || return 1
    sed '/^$/,$d' "$1" >"$work/text" && sed '1,/^$/d' "$1" >"$work/below" && [ -s "$work/below" ] &&
        { cat "$work/text"; echo; cat "$work/below"; } | cmp -s - "$1"
}

signed_by() { # signed_by PEM NOTE: is there a valid signature of this key, under the log's name, on the note?
    split_note "$2" || return 1
    signer_id=$(key_id "$1" "$origin") || return 1
    while read -r dash signer blob rest; do
        [ "$dash" = '—' ] && [ -z "$rest" ] || return 1
        [ "$signer" = "$origin" ] || continue
        unbase64 "$blob" "$work/blob" || return 1
        [ "$(wc -c <"$work/blob" | tr -d ' ')" = 68 ] || continue
        [ "$(hex <"$work/blob" | cut -c1-8)" = "$signer_id" ] || continue
        tail -c 64 <"$work/blob" >"$work/sig"
        openssl pkeyutl -verify -pubin -inkey "$1" -rawin -in "$work/text" -sigfile "$work/sig" \
            >/dev/null 2>&1 && return 0
    done <"$work/below"
    return 1
}

read_checkpoint() { # read_checkpoint FILE: sets origin_read, size, root
    split_note "$1" || refuse "$1: not a signed note"
    is_text "$work/text" && [ "$(lines_in "$work/text")" = 3 ] || refuse "$1: not a checkpoint"
    origin_read=$(sed -n 1p "$work/text")
    size=$(sed -n 2p "$work/text")
    printf '%s\n' "$origin_read" | grep -q '^accounted/[A-Za-z0-9][A-Za-z0-9._-]*$' || refuse "$1: origin"
    printf '%s\n' "$size" | grep -q '^[1-9][0-9]\{0,15\}$' || refuse "$1: size"
    unbase64 "$(sed -n 3p "$work/text")" "$work/root" || refuse "$1: root"
    root=$(hex <"$work/root")
    [ ${#root} -eq 64 ] || refuse "$1: the root is not a SHA-256 digest"
}

# ---- 1. files: each listed once, regular, of the right digest; nothing else there -------------------------------

[ -z "$(find . ! -type f ! -type d | head -n 1)" ] || refuse 'the bag holds a link or a device, not only files'
printf 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n' | cmp -s - bagit.txt || refuse 'bagit.txt'
for manifest in manifest-sha256.txt tagmanifest-sha256.txt; do
    [ -f $manifest ] && is_text $manifest || refuse "$manifest: missing or malformed"
    grep -q -v '^[0-9a-f]\{64\}  [A-Za-z0-9._/-]\{1,\}$' $manifest && refuse "$manifest: a malformed line"
    cut -c67- $manifest | grep -E -q '(^|/)\.{0,2}(/|$)' && refuse "$manifest: a path that leaves the bag"
done
cut -c67- manifest-sha256.txt | grep -q -v '^data/' && refuse 'manifest-sha256.txt: lists what is not payload'
printf '%s\n' VERIFY.md bag-info.txt bagit.txt manifest-sha256.txt verify.py verify.sh >"$work/tags"
cut -c67- tagmanifest-sha256.txt | sort | cmp -s - "$work/tags" || refuse 'tagmanifest-sha256.txt: a line too few or many'
{ cut -c67- manifest-sha256.txt tagmanifest-sha256.txt; echo seal; echo tagmanifest-sha256.txt; } | sort >"$work/listed"
[ -z "$(uniq -d "$work/listed")" ] || refuse 'a file is listed twice in the manifests'
find . -type f | sed 's:^\./::' | sort >"$work/found"
stray=$(comm -13 "$work/listed" "$work/found" | head -n 1)
[ -z "$stray" ] || refuse "in the bag but in no manifest: $(printf '%s' "$stray" | tr -c ' -~' '?')"
missing=$(comm -23 "$work/listed" "$work/found" | head -n 1)
[ -z "$missing" ] || refuse "listed but missing: $missing"
cmp -s "$work/listed" "$work/found" || refuse 'the files are not those of the manifests'
for manifest in manifest-sha256.txt tagmanifest-sha256.txt; do
    $sum -c $manifest >"$work/sums" 2>&1 || refuse "$(grep -v ': OK$' "$work/sums" | head -n 1 | tr -c ' -~' ' ')"
done
right "files: $(lines_in "$work/found"), each with the digest of its manifest, and no other"

# ---- 2. checkpoint, keys, seal ----------------------------------------------------------------------------------

[ -f data/checkpoint ] || refuse 'data/checkpoint: missing'
read_checkpoint data/checkpoint
origin=$origin_read newest_size=$size newest_root=$root
ls data/keys 2>/dev/null | grep '^[0-9a-f]\{8\}$' >"$work/key-ids" || refuse 'data/keys: no public key'
current= before=first admitted=0
: >"$work/key-order"
while :; do
    follower= followers=0
    while read -r id; do
        if [ "$(sed -n 5p "data/keys/$id")" = "$before" ]; then follower=$id followers=$((followers + 1)); fi
    done <"$work/key-ids"
    [ $followers -le 1 ] || refuse 'data/keys: two keys claim the same place in the history'
    [ $followers -eq 1 ] || break
    note=data/keys/$follower
    [ "$(key_id "$note.pem" "$origin")" = "$follower" ] || refuse "$note.pem: not the key of that id"
    vkey=$origin+$follower+$({ printf '\001'; cat "$work/raw"; } | openssl base64 -A)
    split_note "$note" && [ "$(lines_in "$work/text")" = 5 ] || refuse "$note: malformed"
    [ "$(sed -n 1p "$work/text")" = 'accounted key 1' ] && [ "$(sed -n 2p "$work/text")" = "$origin" ] &&
        [ "$(sed -n 3p "$work/text")" = "$vkey" ] || refuse "$note: not this key of the log $origin"
    [ "$(sed -n 4p "$work/text")" = protected ] ||
        unproven "that only the custodian signed: the private key $follower was kept without a passphrase"
    signed_by "$note.pem" "$note" || refuse "$note: not signed by the key itself"
    [ -z "$current" ] || signed_by "data/keys/$current.pem" "$note" || refuse "$note: not signed by the key it replaces"
    fingerprint=$(openssl pkey -pubin -in "$note.pem" -outform DER 2>/dev/null | digest_of_input)
    printf '%s %s %s\n' "$follower" "$vkey" "$fingerprint" >>"$work/key-order"
    current=$follower before="after $follower" admitted=$((admitted + 1))
    [ $admitted -le "$(lines_in "$work/key-ids")" ] || refuse 'data/keys: the history runs in a circle'
done
[ $admitted -gt 0 ] && [ $admitted -eq "$(lines_in "$work/key-ids")" ] || refuse 'data/keys: the history is broken'
cmp -s data/key.pem "data/keys/$current.pem" || refuse 'data/key.pem: not the newest key in data/keys'
signed_by data/key.pem data/checkpoint || refuse 'data/checkpoint: not signed by data/key.pem'
printf 'accounted bag 1\n%s\ntagmanifest-sha256 %s\n' "$origin" "$(digest tagmanifest-sha256.txt)" >"$work/sealed"
signed_by data/key.pem seal || refuse 'seal: not signed by data/key.pem'
cmp -s "$work/sealed" "$work/text" || refuse 'seal: it seals another tag manifest than the one in the bag'
right "seal and checkpoint of $origin, $newest_size entries, signed by key $current"

# ---- 3. the log, whole, or single entries with proofs -----------------------------------------------------------

: >"$work/checkpoints"
ls data/checkpoints 2>/dev/null | grep '^[0-9]\{10,\}$' >"$work/names"
while read -r name; do
    read_checkpoint "data/checkpoints/$name"
    [ "$origin_read" = "$origin" ] || refuse "data/checkpoints/$name: of another log"
    [ "$(printf '%010d' "$size")" = "$name" ] && [ "$size" -le "$newest_size" ] || refuse "data/checkpoints/$name: size"
    by=
    while read -r id vkey fingerprint; do
        if signed_by "data/keys/$id.pem" "data/checkpoints/$name"; then by=$id; break; fi
    done <"$work/key-order"
    [ -n "$by" ] || refuse "data/checkpoints/$name: not signed by a key in data/keys"
    [ "$size" -ne "$newest_size" ] || cmp -s data/checkpoint "data/checkpoints/$name" ||
        refuse "data/checkpoints/$name: another checkpoint of the same size"
    printf '%s %s\n' "$size" "$root" >>"$work/checkpoints"
done <"$work/names"
printf '%s %s\n' "$newest_size" "$newest_root" >>"$work/checkpoints"
older_size= continued=
if [ -n "$older" ]; then
    read_checkpoint "$older"
    [ "$origin_read" = "$origin" ] || refuse "$older: a checkpoint of another log"
    [ "$size" -le "$newest_size" ] || refuse "$older: newer than the bag"
    older_size=$size older_root=$root
fi

if [ -f data/log.jsonl ]; then
    is_text data/log.jsonl || refuse 'data/log.jsonl: cut short, or not text'
    [ "$(lines_in data/log.jsonl)" = "$newest_size" ] ||
        refuse "data/log.jsonl: $(lines_in data/log.jsonl) entries where the checkpoint has $newest_size"
    mkdir -- "$work/leaf" && number=0
    while IFS= read -r line; do
        case $line in *"\"seq\":$number,"*) ;; *) refuse "data/log.jsonl: entry $number is out of its place" ;; esac
        number=$((number + 1))
        printf '\000%s' "$line" >"$work/leaf/$(printf '%09d' $number)"
    done <data/log.jsonl
    hash_files "$work/leaf" >"$work/leaves"
    [ "$(lines_in "$work/leaves")" = "$newest_size" ] || refuse 'data/log.jsonl: could not be hashed'
    [ -z "$older" ] || printf '%s %s\n' "$older_size" "$older_root" >>"$work/checkpoints"
    while read -r size root; do
        head -n "$size" "$work/leaves" >"$work/first"
        [ "$(root_of "$work/first")" = "$root" ] ||
            refuse "data/log.jsonl: its first $size entries are not those of the signed checkpoint of that size"
    done <"$work/checkpoints"
    cp data/log.jsonl "$work/entries"
    right "log: $newest_size entries, whole and in order, lead to the signed root"
    [ -z "$older" ] || right "log: it continues the checkpoint you hold of $older_size entries"
    [ -z "$older" ] || continued=yes
else
    ls data/proofs 2>/dev/null | grep '^[0-9]\{10,\}\.entry$' | sort >"$work/names"
    [ -s "$work/names" ] || refuse 'the bag has neither the log nor proofs of single entries'
    : >"$work/entries"
    ls data/proofs | grep -v '^[0-9]\{10,\}\(\.entry\|\(\.at-[0-9]\{10,\}\)\{0,1\}\.tlog-proof\)$' |
        grep -q . && refuse 'data/proofs: a file that is neither entry nor proof'
    while read -r name; do
        entry=data/proofs/$name number=${name%.entry}
        seq=$(printf '%s' "$number" | sed 's/^0*\(.\)/\1/')
        cat "$entry" >>"$work/entries" && echo >>"$work/entries"
        case $(cat "$entry") in *"\"seq\":$seq,"*) ;; *) refuse "$entry: of another number" ;; esac
        leaf=$({ printf '\000'; cat "$entry"; } | digest_of_input)
        ls data/proofs | grep "^$number\(\.at-[0-9]*\)\{0,1\}\.tlog-proof$" >"$work/proofs"
        reached=
        while read -r proof; do
            proof=data/proofs/$proof
            sed '/^$/,$d' "$proof" >"$work/head" && sed '1,/^$/d' "$proof" >"$work/noted"
            read_checkpoint "$work/noted"
            case $size in
                "$newest_size") held=data/checkpoint ;;
                *) held=data/checkpoints/$(printf '%010d' "$size") ;;
            esac
            cmp -s "$work/noted" "$held" || refuse "$proof: its checkpoint is not one of the bag's"
            [ "$(sed -n 1p "$work/head")" = c2sp.org/tlog-proof@v1 ] &&
                [ "$(sed -n 2p "$work/head")" = "index $seq" ] || refuse "$proof: not a proof of entry $seq"
            sed 1,2d "$work/head" >"$work/path"
            at=$seq last=$((size - 1)) hash=$leaf goal=$root # RFC 9162 §2.1.3.2
            [ "$at" -le "$last" ] || refuse "$proof: the entry is beyond the checkpoint"
            while read -r sibling; do
                [ $last -gt 0 ] || refuse "$proof: longer than the tree is deep"
                sibling=$(printf '%s' "$sibling" | openssl base64 -d -A 2>/dev/null | hex)
                if [ $((at % 2)) -eq 1 ] || [ "$at" -eq $last ]; then
                    hash=$(node "$sibling" "$hash") || refuse "$proof: malformed"
                    while [ $((at % 2)) -eq 0 ] && [ "$at" -gt 0 ]; do at=$((at / 2)) last=$((last / 2)); done
                else
                    hash=$(node "$hash" "$sibling") || refuse "$proof: malformed"
                fi
                at=$((at / 2)) last=$((last / 2))
            done <"$work/path"
            [ $last -eq 0 ] && [ "$hash" = "$goal" ] || refuse "$proof: it does not lead to the signed root"
            [ "$size" != "$newest_size" ] || reached=yes
        done <"$work/proofs"
        [ -n "$reached" ] || refuse "$entry: no proof leads from it to data/checkpoint"
    done <"$work/names"
    is_text "$work/entries" || refuse 'data/proofs: an entry is not one line of text'
    [ "$(lines_in "$work/entries")" = "$(lines_in "$work/names")" ] || refuse 'data/proofs: an entry is not one line'
    right "proofs: $(lines_in "$work/entries") entries are in the log of $newest_size"
    if [ -z "$older" ]; then :
    elif grep -q "^$older_size $older_root\$" "$work/checkpoints"; then
        continued=yes
        right "proofs: they lead to the checkpoint you hold of $older_size entries"
    elif grep -q "^$older_size " "$work/checkpoints"; then
        refuse "$older: the bag has another checkpoint of $older_size entries; the log was rewritten"
    else
        unproven "that this log continues the checkpoint you hold of $older_size entries: single proofs cannot show
           it; ask for the whole log"
    fi
    unproven 'this bag holds single entries: it cannot show that no other entry about these items was left out'
fi

# ---- 4. keys and stamps as recorded, objects, items, details ------------------------------------------------------

awk '{ # file, digest and size that a line binds; nothing inside a value can look like a key
    file = value("file"); if (file != "") print file, value("sha256"), number("size")
}
function value(key,  at, rest) {
    at = index($0, "\"" key "\":\""); if (!at) return ""
    rest = substr($0, at + length(key) + 4); return substr(rest, 1, index(rest, "\"") - 1)
}
function number(key,  at, rest) {
    at = index($0, "\"" key "\":"); if (!at) return ""
    rest = substr($0, at + length(key) + 3); return rest + 0
}' "$work/entries" >"$work/bound"
while read -r file recorded bytes; do
    case $file in
        log/keys/*) [ -f "data/${file#log/}" ] || refuse "$file: the log admits this key and the bag has it not" ;;
        log/checkpoints/*) [ -f "data/${file#log/}" ] || continue ;;
        *) continue ;;
    esac
    [ "$(digest "data/${file#log/}")" = "$recorded" ] || refuse "data/${file#log/}: not the file that the log recorded"
done <"$work/bound"
while read -r id; do
    grep -q "^log/keys/$id " "$work/bound" || refuse "data/keys/$id: no log entry admits this key"
done <"$work/key-ids"

grep '"sha256":"[0-9a-f]*","size":' "$work/entries" | grep -v '"file":"' |
    sed 's/.*"sha256":"\([0-9a-f]*\)","size":.*/\1/' | sort -u >"$work/taken"
ls data/objects 2>/dev/null | sort >"$work/objects"
[ -z "$(comm -13 "$work/taken" "$work/objects")" ] || refuse 'data/objects: an object that no entry of the log took in'
awk 'substr($2, 1, 13) == "data/objects/" && substr($2, 14) != $1 { print $2; exit }' manifest-sha256.txt >"$work/odd"
[ ! -s "$work/odd" ] || refuse "$(cat "$work/odd"): its name is not its digest"
[ -f data/items.jsonl ] || refuse 'data/items.jsonl: missing'
awk -v objects="$work/named" 'from_log { known[$0] = 1; next }
{
    at = index($0, ",\"object\":")
    if (substr($0, 1, 9) != "{\"entry\":" || !at || !(substr($0, 10, at - 10) in known)) { print FNR; exit }
    rest = substr($0, at + 10)
    if (substr(rest, 1, 14) == "\"data/objects/") print substr(rest, 15, 64) >objects
}' from_log=1 "$work/entries" from_log=0 data/items.jsonl >"$work/odd" || refuse 'data/items.jsonl: cannot be read'
[ ! -s "$work/odd" ] || refuse "data/items.jsonl, row $(cat "$work/odd"): its entry is not in the log"
touch "$work/named"
sort -u "$work/named" | cmp -s - "$work/objects" || refuse 'data/objects: not the objects that data/items.jsonl names'
right "items: $(lines_in data/items.jsonl) rows and $(lines_in "$work/objects") objects agree with the log"

mkdir -- "$work/salted"
ls data/details 2>/dev/null | sort >"$work/names"
while read -r name; do
    number=${name%.*} # a name that is not of ten digits has no commitment, and is refused below
    case $name in
        "$number.salt") [ -f "data/details/$number.json" ] || refuse "data/details/$name: without its detail" ;;
        "$number.json")
            [ -f "data/details/$number.salt" ] || refuse "data/details/$name: without its salt"
            cat "data/details/$number.salt" "data/details/$number.json" >"$work/salted/$number"
            echo "$number" >>"$work/disclosed"
            ;;
        *) refuse "data/details/$name: not a detail record" ;;
    esac
done <"$work/names"
if [ -s "$work/disclosed" ]; then
    sed -n 's/.*"commit":"\([0-9a-f]\{64\}\)".*"seq":\([0-9]*\),.*/\2 \1/p' "$work/entries" |
        awk '{ printf "%010d %s\n", $1, $2 }' >"$work/commits"
    hash_files "$work/salted" | paste -d ' ' "$work/disclosed" - |
        awk 'from_log { commit[$1] = $2; next } $2 == "" || commit[$1] "" != $2 "" { print $1; exit }' \
            from_log=1 "$work/commits" from_log=0 - >"$work/odd" ||
        refuse 'data/details: cannot be read'
    [ ! -s "$work/odd" ] || refuse "data/details/$(cat "$work/odd").json: not the details that the log entry committed to"
    right "details: $(lines_in "$work/disclosed") disclosed, as committed to in the log"
fi

# ---- 5. time stamps, each at its own time -------------------------------------------------------------------------

stamps=0
ls data/checkpoints 2>/dev/null | grep -v '^[0-9]\{10,\}$' >"$work/names"
while read -r name; do
    number=${name%%.*} certificates=data/checkpoints/${name%.*}.certs
    case $name in
        *.certs) [ -f "data/checkpoints/${name%.certs}.tsr" ] || refuse "$certificates: without its stamp"; continue ;;
        *.tsr) [ -f "$certificates" ] && [ -f "data/checkpoints/$number" ] || refuse "$name: without its certificates" ;;
        *) refuse "data/checkpoints/$name: not a stamp" ;;
    esac
    openssl ts -reply -in "data/checkpoints/$name" -text >"$work/reply" 2>/dev/null || refuse "$name: not a time stamp"
    made=$(sed -n 's/^Time stamp: //p' "$work/reply")
    epoch=$(printf '%s\n' "$made" | awk '{ # days since 1970 in the Gregorian calendar, then seconds
        split($3, clock, ":"); month = (index("JanFebMarAprMayJunJulAugSepOctNovDec", $1) + 2) / 3
        if (NF != 5 || $5 != "GMT" || month != int(month)) exit 1
        year = $4 - (month <= 2); day = int((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + $2 - 1
        days = year * 365 + int(year / 4) - int(year / 100) + int(year / 400) + day - 719468
        printf "%.0f", days * 86400 + clock[1] * 3600 + clock[2] * 60 + int(clock[3])
    }') && [ -n "$epoch" ] || refuse "$name: its time cannot be read"
    openssl ts -verify -in "data/checkpoints/$name" -data "data/checkpoints/$number" -attime "$epoch" \
        -CAfile "${tsa_ca:-$certificates}" -untrusted "$certificates" >/dev/null 2>&1 ||
        refuse "data/checkpoints/$name: openssl ts -verify refuses it"
    right "data/checkpoints/$name: the entries before number $(printf '%s' "$number" | sed 's/^0*\(.\)/\1/') existed at $made"
    [ -n "$tsa_ca" ] || unproven "that $certificates is the real authority's: get its root elsewhere, give it as --tsa-ca"
    stamps=$((stamps + 1))
done <"$work/names"
[ $stamps -gt 0 ] || unproven "when: the bag holds no time stamp; only the archive's own clock dates it"

# ---- 6. what only the outside can show ----------------------------------------------------------------------------

if [ -n "$known_key" ]; then
    plain=$(printf '%s' "$known_key" | tr -d ':' | tr 'A-F' 'a-f')
    found=$(awk -v vkey="$known_key" -v fingerprint="$plain" '$2 "" == vkey "" || $3 "" == fingerprint "" { print $1 }' "$work/key-order")
    [ -n "$found" ] || refuse 'data/keys: not the key you gave; this is another log, or a forged one'
    right "key: $found is the key you gave"
elif [ -z "$continued" ]; then
    unproven "whose log this is: compare the key with one published outside the bag (--key-fingerprint), or give a \
checkpoint you were sent earlier (--older-checkpoint); the key is $(tail -n 1 "$work/key-order" | cut -d ' ' -f 2)"
fi
[ -n "$continued" ] || unproven 'that the holder of the key did not rewrite the log before its first stamp: only an
           earlier checkpoint kept by someone else shows that (--older-checkpoint)'

printf 'RESULT: every check passed\n'
exit 0
