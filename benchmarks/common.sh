# Shared by the commands of this folder: finds the source tree and a JDK, and builds. To be sourced.

root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

refuse() {
  echo "benchmarks: $1" >&2
  exit 2
}

# The value of an option that takes a positive whole number.
positive() {
  case "$2" in
    '' | 0* | *[!0-9]*) refuse "$1: must be a positive whole number, was \"$2\"" ;;
  esac
}

find_java() {
  if [ -n "${JAVA_HOME:-}" ]; then
    java=$JAVA_HOME/bin/java
  else
    java=$(command -v java) || refuse "java: must be on the PATH, or JAVA_HOME must be set (install a JDK 17 or later)"
  fi
  [ -r /proc/self/status ] || refuse "needs Linux: memory and CPU time are read from /proc"
}

# Builds the benchmarks, and Millrace with the archives its launcher makes for quick starts, so that
# no run pays for either.
build() {
  build_module benchmarks
  "$root/millrace" jobs --help >/dev/null
}

# build_module FOLDER
build_module() {
  local log=$root/benchmarks/target/build.log
  mkdir -p "${log%/*}"
  echo "Building …" >&2
  (cd "$root" && ./mvnw -q -B -Pbenchmarks -pl "$1" -am package -DskipTests) >"$log" 2>&1 || {
    tail -n 25 "$log" >&2
    refuse "the build failed; the whole log is $log"
  }
}

# run_main CLASS ARGUMENT…
run_main() {
  local class=$1
  shift
  "$java" -Xmx512m -cp "$root/benchmarks/target/lib/*" "org.millrace.benchmarks.$class" "$@"
}
