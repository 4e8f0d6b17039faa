// Web push: a notification also when no page is open. The person asks for it
// with a press; the browser's own question follows.

export async function subscribe(button: HTMLButtonElement | null, say: HTMLElement | null): Promise<void> {
  if (!button || !("serviceWorker" in navigator) || !("PushManager" in window)) return;
  const key = button.dataset.key ?? "";
  const worker = await navigator.serviceWorker.register("/push.js").catch(() => null);
  if (!worker) return;
  button.hidden = false;
  const show = (on: boolean): void => button.setAttribute("aria-pressed", String(on));
  show((await worker.pushManager.getSubscription()) !== null);
  button.addEventListener("click", () => {
    void (async () => {
      const old = await worker.pushManager.getSubscription();
      if (old) {
        await tell({ endpoint: old.endpoint, off: true });
        await old.unsubscribe();
        show(false);
        return;
      }
      const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
      await tell(made.toJSON());
      show(true);
    })().catch((e: unknown) => {
      if (say) say.textContent = e instanceof Error ? e.message : "";
      show(false);
    });
  });
}

async function tell(body: unknown): Promise<void> {
  const answer = await fetch("/emergency/browser", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(String(answer.status));
}
