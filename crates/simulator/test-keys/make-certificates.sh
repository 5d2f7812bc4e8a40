#!/bin/sh
# Makes the certificates of the simulated Alipay from the keys of this directory, and prints their
# numbers: the MD5 of the issuer (RFC 2253) followed by the decimal serial number.
# The private keys of the authorities are not kept.
set -eu
cd "$(dirname "$0")"
dir=$(mktemp -d)
trap 'rm -r "$dir"' EXIT
root="/C=CN/O=Ant Simulated/OU=Certification Authority/CN=Ant Simulated Authority"
days=36500

openssl req -x509 -newkey rsa:2048 -nodes -keyout "$dir/r1.pem" -out "$dir/r1.crt" \
  -subj "$root R1" -set_serial 20170921001 -days $days
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout "$dir/e1.pem" \
  -out "$dir/e1.crt" -subj "$root E1" -set_serial 20170921002 -days $days
openssl req -x509 -newkey rsa:2048 -nodes -keyout "$dir/r2.pem" -out "$dir/r2.crt" \
  -subj "$root R2" -set_serial 20170921003 -days $days
cat "$dir/r1.crt" "$dir/e1.crt" "$dir/r2.crt" >alipay-root.cert.pem

for name in alipay alipay-app; do
  openssl req -new -key "$name.pem" -subj "/C=CN/O=$name/CN=$name.example" -out "$dir/$name.csr"
  openssl x509 -req -in "$dir/$name.csr" -CA "$dir/r1.crt" -CAkey "$dir/r1.pem" -days $days \
    -set_serial "0x20260${#name}1f00d" -out "$name.cert.pem"
done

for file in alipay-app.cert.pem alipay.cert.pem "$dir/r1.crt" "$dir/r2.crt"; do
  issuer=$(openssl x509 -in "$file" -noout -issuer -nameopt RFC2253 | sed 's/^issuer=//')
  serial=$(openssl x509 -in "$file" -noout -serial | sed 's/^serial=//')
  decimal=$(python3 -c 'import sys; print(int(sys.argv[1], 16))' "$serial")
  printf '%s %s\n' "$(basename "$file")" "$(printf '%s%s' "$issuer" "$decimal" | md5sum | cut -d' ' -f1)"
done
