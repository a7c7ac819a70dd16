// Draws what the system has kept of its past. A page without any past shows no charts.
"use strict";

(() => {
  const EVERY_MS = 30000;
  // What happens first is written down within five seconds: a chart without any past looks again soon.
  const SOON_MS = 5000;
  // An empty unit is no attribute at all. Tasks and MiB are not counted in tenths.
  const WHOLE = new Set(["", "mb"]);
  const NAMES = { done: "done", failed: "failed", dead: "dead", waiting: "waiting", running: "running",
    usedVcores: "vcores", usedMb: "memory",
    runP50Ms: "half below", runP95Ms: "95 % below", waitP50Ms: "half below", waitP95Ms: "95 % below" };
  const COLOURS = { done: "--good", failed: "--bad", dead: "--bad", waiting: "--calm", running: "--accent",
    usedVcores: "--accent", usedMb: "--accent",
    runP50Ms: "--accent", runP95Ms: "--warn", waitP50Ms: "--accent", waitP95Ms: "--warn" };
  const area = document.querySelector("#charts");
  const plots = [...area.querySelectorAll("[data-chart]")];
  let minutes = 60;
  let turns = 0;
  let waits = SOON_MS;
  let next = 0;

  // The value that a custom property has now, as the canvas understands it.
  function colour(name) {
    const probe = document.createElement("span");
    probe.className = "unseen";
    probe.style.color = `var(${name})`;
    area.append(probe);
    const found = getComputedStyle(probe).color;
    probe.remove();
    return found;
  }

  // Two digits of what is small: 0.24 ms is not 0 ms, and two lines of an axis do not say the same.
  function small(value) {
    return String(value < 10 ? Number(value.toPrecision(2)) : Math.round(value));
  }

  function amount(value, unit) {
    if (unit === "ms") {
      return value < 1000 ? small(value) + " ms" : value < 60000 ? small(value / 1000) + " s" : small(value / 60000) + " min";
    }
    if (unit === "mb") return value < 1024 ? small(value) + " MiB" : small(value / 1024) + " GiB";
    if (unit === "cores") return String(Math.round(value * 100) / 100);
    return value >= 1e6 ? (value / 1e6).toFixed(1) + " M" : value >= 1e4 ? Math.round(value / 1e3) + " k" : (Math.round(value * 100) / 100).toLocaleString("en");
  }

  const SECOND = 1000;
  const MINUTE = 60 * SECOND;
  const LONG = [1, 2, 5, 10, 15, 20, 30].flatMap(n => [n * SECOND, n * MINUTE, n * 60 * MINUTE]).sort((a, b) => a - b);

  // How far the lines of an axis are apart where tens are no round numbers: seconds, minutes, GiB.
  function apart(most, unit) {
    if (unit === "ms" && most > 3 * SECOND) return LONG.find(each => each >= most / 4);
    if (unit === "mb" && most > 4) return 2 ** Math.ceil(Math.log2(most / 4));
    return undefined;
  }

  // A value between two of which nothing is known belongs to no line: it is a dot.
  function point(values, i, at) {
    const alone = (values[i - 1] ?? null) === null && (values[i + 1] ?? null) === null;
    return { value: [at, values[i]], symbol: alone ? "circle" : "none", symbolSize: 5 };
  }

  // The time at a line of the axis, as short as it can be; where steps are hours the day matters.
  function when(value, stepSeconds) {
    const at = new Date(value);
    return stepSeconds > 60 ? at.toLocaleDateString("en", { month: "short", day: "numeric" })
      : at.toLocaleTimeString("en", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  }

  function draw(plot, said) {
    const first = said.series[0];
    const names = plot.dataset.chart.split(" ");
    if (!first || names.every(name => (first[name] ?? []).every(value => value === null))) {
      echarts.getInstanceByDom(plot)?.dispose();
      plot.classList.add("none");
      plot.textContent = "Nothing in this time yet";
      return;
    }
    if (plot.classList.contains("none")) {
      plot.classList.remove("none");
      plot.textContent = "";
    }
    const chart = echarts.getInstanceByDom(plot) ?? echarts.init(plot);
    const from = Date.parse(said.from);
    const dim = colour("--dim");
    const line = colour("--line");
    const most = Math.max(0, ...names.flatMap(name => (first[name] ?? []).map(value => value ?? 0)));
    const step = apart(most, plot.dataset.unit);
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: dim },
      grid: { left: 8, right: 24, top: 30, bottom: 4, containLabel: true },
      legend: { right: 0, top: 0, itemWidth: 12, itemHeight: 8, icon: "roundRect", textStyle: { color: dim }, data: names.map(name => NAMES[name]) },
      tooltip: { trigger: "axis", renderMode: "richText", confine: true, valueFormatter: value => value === undefined || value === null ? "–" : amount(value, plot.dataset.unit) },
      xAxis: { type: "time", min: from, max: from + (first[names[0]].length - 1) * said.stepSeconds * 1000, splitNumber: Math.max(2, Math.floor(plot.clientWidth / 110)), axisLine: { lineStyle: { color: line } }, axisLabel: { color: dim, hideOverlap: true, formatter: value => when(value, said.stepSeconds) }, splitLine: { show: false } },
      yAxis: { type: "value", min: 0, minInterval: WHOLE.has(plot.dataset.unit ?? "") ? 1 : undefined, interval: step, max: step && Math.ceil(most / step) * step, splitNumber: 3, axisLabel: { color: dim, formatter: value => amount(value, plot.dataset.unit) }, splitLine: { lineStyle: { color: line } } },
      // What is named first lies above: where nothing failed, the line on the ground is not red.
      series: names.map((name, nth) => ({
        name: NAMES[name], type: "line", z: 2 + names.length - nth, lineStyle: { width: 1.8 }, areaStyle: { opacity: 0.12 },
        itemStyle: { color: colour(COLOURS[name]) },
        data: (first[name] ?? []).map((value, i, all) => point(all, i, from + i * said.stepSeconds * 1000)),
      })),
    }, true);
  }

  function library() {
    return window.echarts ? Promise.resolve() : new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = "/lib/echarts.min.js";
      script.onload = done;
      script.onerror = failed;
      document.head.append(script);
    });
  }

  async function refresh() {
    again(EVERY_MS);
    if (document.hidden) return;
    const turn = ++turns;
    const asked = new Map();
    for (const query of new Set(plots.map(plot => plot.dataset.query))) {
      const answer = await fetch(`/api/v1/analytics?minutes=${minutes}&${query}`, { headers: { Accept: "application/json" } });
      if (!answer.ok) { area.hidden = true; return; }
      asked.set(query, await answer.json());
    }
    await library();
    // Somebody has asked for another time meanwhile: this answer would be drawn over that one's.
    if (turn !== turns) return;
    area.hidden = false;
    for (const plot of plots) draw(plot, asked.get(plot.dataset.query));
    if (plots.some(plot => plot.classList.contains("none"))) {
      again(waits);
      waits = Math.min(EVERY_MS, 2 * waits);
    } else {
      waits = SOON_MS;
    }
  }

  function again(inMs) {
    clearTimeout(next);
    next = setTimeout(refresh, inMs);
  }

  area.addEventListener("click", event => {
    const button = event.target.closest("[data-minutes]");
    if (!button) return;
    minutes = button.dataset.minutes;
    for (const each of area.querySelectorAll("[data-minutes]")) each.setAttribute("aria-pressed", each === button);
    refresh();
  });
  addEventListener("resize", () => plots.forEach(plot => window.echarts?.getInstanceByDom(plot)?.resize()));
  document.addEventListener("theme", refresh);
  document.addEventListener("visibilitychange", refresh);
  area.hidden = true;
  refresh();
})();
