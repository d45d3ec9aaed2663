# The machinery of .ci/run: steps with headings and times, counts, one closing line.
SKIPPED=77
logs=$(mktemp -d)
passed=0 failed=0 skipped=0
report=()

in_ci() { [ "${CI:-}" = true ]; }

# What a laptop may lack and CI may not.
missing() {
  echo "$1"
  in_ci && return 1
  return $SKIPPED
}

step() { # step HEADING COMMAND…
  local heading=$1 began=$SECONDS status verdict
  shift
  printf '\n=== %s\n' "$heading"
  "$@" 2>&1 | tee "$logs/step"
  status=${PIPESTATUS[0]}
  count_tests "$logs/step"
  case $status in
    0) verdict=ok ;;
    "$SKIPPED") verdict=skipped skipped=$((skipped + 1)) ;;
    *)
      verdict=FAILED
      # A step that fails without a failed test counts as one, so that the closing line cannot look green.
      [ "$failures" -gt 0 ] || failed=$((failed + 1))
      ;;
  esac
  report+=("$(printf '%4d s  %-8s %s' $((SECONDS - began)) "$verdict" "$heading")")
}

count_tests() { # reads pytest's own closing line, if there is one
  local line
  line=$(grep -aE '^(=+ )?[0-9]+ (passed|failed|skipped|error|xfailed|deselected).* in [0-9.]+s' "$1" | tail -n 1)
  failures=$(($(number failed "$line") + $(number errors? "$line")))
  passed=$((passed + $(number passed "$line")))
  skipped=$((skipped + $(number skipped "$line")))
  failed=$((failed + failures))
}

number() { # number WORD LINE: the figure before WORD, or 0
  grep -oE "[0-9]+ $1\b" <<<"$2" | head -n 1 | grep -oE '^[0-9]+' || echo 0
}

close() {
  printf '\n=== steps\n'
  printf '%s\n' "${report[@]}"
  printf '%4d s  altogether\n\n' "$SECONDS"
  rm -rf "$logs"
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" -eq 0 ]
}
