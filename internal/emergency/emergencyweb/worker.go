package emergencyweb

import (
	"io"
	"net/http"

	"mendan/internal/web"
)

// serviceWorker shows what web push brings and leads to its page. It stands at
// the root, for a worker rules only what is below its own address; it fetches
// and keeps nothing.
const serviceWorker = `"use strict";
self.addEventListener("push", (e) => {
  let d = {};
  try { d = e.data ? e.data.json() : {}; } catch { d = {}; }
  const path = typeof d.url === "string" && d.url.startsWith("/") && !d.url.startsWith("//") ? d.url : "/emergency";
  e.waitUntil(self.registration.showNotification(String(d.title || "Mendan"), { body: String(d.body || ""), tag: path, renotify: true, requireInteraction: true, data: { path } }));
});
self.addEventListener("notificationclick", (e) => {
  e.notification.close();
  e.waitUntil(self.clients.openWindow(e.notification.data.path));
});
`

func pushWorker(w http.ResponseWriter, _ *web.Request) error {
	w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
	_, err := io.WriteString(w, serviceWorker)
	return err
}
