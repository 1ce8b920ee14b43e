#!/bin/sh
# Bring Bootstrap's built files, with their licence, into the tree. For developers; never run at install or run time.
#
#     tools/vendor_assets.sh          # the version below
#     tools/vendor_assets.sh 5.3.9    # another one
#
# Needs npm, for its client alone: nothing of the package is run.
set -eu

version=${1:-5.3.9}
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
target=$root/src/accede/web/static/accede/vendor/bootstrap
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

cd "$work"
npm pack --silent --ignore-scripts "bootstrap@$version" >/dev/null
tar xzf bootstrap-*.tgz

mkdir -p "$target"
# Source maps are not shipped, and a manifest of static files fails on a reference to a file that is not there.
for file in css/bootstrap.min.css css/bootstrap.rtl.min.css js/bootstrap.bundle.min.js; do
    sed -e 's|/\*# sourceMappingURL=[^*]*\*/||' -e '/^\/\/# sourceMappingURL=/d' "package/dist/$file" \
        >"$target/$(basename "$file")"
done
cp package/LICENSE "$target/LICENSE"
printf '%s\n' "$version" >"$target/VERSION"
if grep -l sourceMappingURL "$target"/*.css "$target"/*.js; then
    echo "vendor_assets.sh: the files above still name a source map; adapt the patterns in this script" >&2
    exit 1
fi
ls -l "$target"
