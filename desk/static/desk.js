/* How many messages came since the tray was opened. The tray works without this: it is as new as its last look. */
(function () {
  "use strict";
  var EVERY = 60 * 1000;
  var AWAY = 10 * 60 * 1000; /* nobody at the desk: asking on would keep their session from ending */
  var place = document.querySelector("[data-waiting]");
  var seen = Date.now();

  function say(count) {
    var more = count - Number(place.getAttribute("data-waiting"));
    place.textContent = "";
    if (more <= 0) { return; }
    var link = document.createElement("a");
    link.href = "/tray";
    link.textContent = more === 1 ? "1 new message. Show it" : more + " new messages. Show them";
    place.appendChild(link);
  }

  function ask() {
    if (document.hidden || Date.now() - seen > AWAY) { return; }
    fetch("/tray/count", { credentials: "same-origin", redirect: "error" })
      .then(function (answer) { return answer.ok ? answer.text() : Promise.reject(); })
      .then(function (text) { say(Number(text)); })
      .catch(function () { place.textContent = ""; });
  }

  function here() { seen = Date.now(); }

  if (!place) { return; }
  ["keydown", "pointerdown", "scroll"].forEach(function (name) { document.addEventListener(name, here); });
  document.addEventListener("visibilitychange", function () { if (!document.hidden) { here(); ask(); } });
  window.setInterval(ask, EVERY);
}());
