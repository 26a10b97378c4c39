// Rings until somebody opens what rings: page title, sound and banner. One key an action, never while somebody types.
"use strict";
(() => {
  const place = document.body.dataset.bells;
  let title = document.title;
  let known = "";

  // A browser may keep a page silent until somebody has touched it: then it says so, and any touch is enough.
  const sound = place && window.AudioContext ? new AudioContext() : null;
  const silent = document.getElementById("silent");
  const hearable = () => { if (sound && silent) silent.hidden = sound.state === "running"; };
  const wake = () => { if (sound) sound.resume().then(hearable); };
  for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, wake);
  if (sound) { sound.addEventListener("statechange", hearable); wake(); setTimeout(hearable, 500); }

  const beep = () => {
    if (!sound || sound.state !== "running") return;
    try {
      const tone = sound.createOscillator();
      const loud = sound.createGain();
      tone.frequency.value = 880;
      loud.gain.setValueAtTime(0.2, sound.currentTime);
      loud.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + 0.6);
      tone.connect(loud).connect(sound.destination);
      tone.start();
      tone.stop(sound.currentTime + 0.6);
    } catch { /* a browser without sound still has banner and title */ }
  };

  const line = (bell) => {
    const link = document.createElement("a");
    link.className = "bell";
    link.href = bell.link;
    const words = document.createElement("strong");
    words.textContent = bell.words;
    link.append(words, " " + bell.reference + " " + bell.examination);
    if (bell.call) {
      const call = document.createElement("span");
      call.className = "call";
      call.textContent = "☎ " + bell.call;
      link.append(call);
    }
    return link;
  };

  // What has changed is laid in place of what stood there: a page that loads itself anew would have lost its voice.
  const refresh = async () => {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return location.reload();
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.getElementById("content").replaceWith(fresh.getElementById("content"));
    title = fresh.title;
  };

  const show = (state) => {
    const now = JSON.stringify(state);
    const banner = document.getElementById("bells");
    if (known !== now) {
      // Written anew only when it says something new: focus and a screen reader's voice stay where they are.
      banner.hidden = state.bells.length === 0;
      banner.replaceChildren(...state.bells.map(line));
      document.getElementById("waiting").textContent = state.queue;
    }
    const typing = document.querySelector("form.form, input:focus, textarea:focus, details[open].aside");
    if (known && known !== now && !typing && ["/", "/queue"].includes(location.pathname)) refresh();
    known = now;
    document.title = state.bells.length ? "🔔 (" + state.bells.length + ") " + title : title;
    if (state.bells.length) beep();
  };

  const ask = async () => {
    try {
      const answer = await fetch(place, { credentials: "same-origin" });
      if (answer.redirected) location.reload();
      else if (answer.ok) show(await answer.json());
    } catch {
      document.title = "⚠ " + title;
    }
  };
  if (place) { ask(); setInterval(ask, 4000); }
  if (location.pathname.startsWith("/case/") && document.querySelector(".state.received, .state.ready, .state.sending"))
    setTimeout(() => location.reload(), 2500);

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("input, textarea, select")) return;
    const button = document.querySelector('[data-key="' + CSS.escape(event.key.toLowerCase()) + '"]');
    if (button) { event.preventDefault(); button.click(); }
  });
})();
