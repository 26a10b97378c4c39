// Rings until somebody opens what rings: page title, sound and banner. One key an action, never while somebody types.
"use strict";
(() => {
  const place = document.body.dataset.bells;
  const title = document.title;
  let known = "";
  let sound = null;

  // A browser lets a page sound only after somebody has touched it: the log-in does that.
  const touched = () => { sound = sound || new AudioContext(); };
  addEventListener("pointerdown", touched, { once: true });
  addEventListener("keydown", touched, { once: true });

  const beep = () => {
    if (!sound) return;
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
    link.append(words, " " + bell.reference);
    if (bell.call) {
      const call = document.createElement("span");
      call.className = "call";
      call.textContent = "☎ " + bell.call;
      link.append(call);
    }
    return link;
  };

  const show = (state) => {
    const banner = document.getElementById("bells");
    banner.hidden = state.bells.length === 0;
    banner.replaceChildren(...state.bells.map(line));
    document.getElementById("waiting").textContent = state.queue;
    document.title = state.bells.length ? "🔔 (" + state.bells.length + ") " + title : title;
    if (state.bells.length) beep();
    const now = JSON.stringify([state.bells.map((bell) => bell.link), state.queue]);
    const typing = document.querySelector("form.form, input:focus, textarea:focus, details[open].aside");
    if (known && known !== now && !typing && ["/", "/queue"].includes(location.pathname)) location.reload();
    known = now;
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
