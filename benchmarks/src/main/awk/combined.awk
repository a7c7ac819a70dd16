# Sums up a combined log: hour,status,records,bytes, then rejects,N. Times must be in UTC. Bytes are
# compared, not characters, so LC_ALL=C; whether they are valid UTF-8 is not looked at.
BEGIN {
  split("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec", names, " ")
  for (i = 1; i <= 12; i++) month[names[i]] = sprintf("%02d", i)
  word = "[^ ]+"
  two = "[0-9][0-9]"
  time = "\\[" two "/[A-Z][a-z][a-z]/" two two ":" two ":" two ":" two " [+]0000\\]"
  quoted = "\"([^\"\\\\]|\\\\.)*\""
  line = "^" word " " word " " word " " time " " quoted " [0-9][0-9][0-9] ([0-9]+|-) " quoted " " quoted "$"
}
$0 == "" { next }
$0 !~ line { rejects++; next }
{
  # Quoted texts may hold spaces: the status is the first field after the request's quote.
  start = index($0, "[")
  rest = substr($0, start + 30)
  match(rest, /^([^"\\]|\\.)*"/)
  split(substr(rest, RLENGTH + 2, 24), field, " ")
  hour = substr($0, start + 8, 4) "-" month[substr($0, start + 4, 3)] "-" substr($0, start + 1, 2) "T" substr($0, start + 13, 2) ":00:00Z"
  key = hour "," field[1]
  records[key]++
  if (field[2] != "-") bytes[key] += field[2]
}
END {
  for (key in records) printf "%s,%d,%.0f\n", key, records[key], bytes[key]
  printf "rejects,%d\n", rejects
}
