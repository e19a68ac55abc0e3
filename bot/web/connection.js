// The connection to the coach: Direct Line over a WebSocket, over polling where there is none.
// What was shown is remembered by number (the watermark), what was written by an id of its own: after any break the
// page asks for what is new and sends again what was not acknowledged, and the server drops what it has already.

const ROOT = "/v3/directline";
const POLL = 1000; // milliseconds between two looks without a WebSocket
const RENEW = 20 * 60 * 1000; // a token lasts 30 minutes
const FIRST = 250; // the wait before the first new try, doubled up to
const SLOWEST = 10_000;
const AGAIN = 3000; // until a message that could not be sent is tried again
const KEEP_ALIVE = 20_000;

/** The server's answer that a request is not carried out. */
export class Refused extends Error {
  constructor(status, message, again) {
    super(message);
    this.status = status;
    this.again = again; // milliseconds after which the server takes it
  }
}

export const pause = (time) => new Promise((done) => setTimeout(done, time));
const identity = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (b) => b.toString(16).padStart(2, "0")).join("");

export class Connection {
  /** `shown(activity)` is called for each new message, `state(name)` with online, offline or code. */
  constructor(shown, state) {
    Object.assign(this, { shown, state, watermark: 0, round: 0, waiting: [] });
    setInterval(() => this.token && this.renew(), RENEW);
  }

  /** Come in, with a code where one is needed, and stay connected. Throws Refused for a wrong code. */
  async open(code = "") {
    await this.enter(code);
    if (code) this.watermark = 0;
    this.round += 1;
    this.socket?.close();
    this.run(this.round);
  }

  async enter(code = "") {
    const given = await this.ask("POST", `${ROOT}/tokens/generate`, { code }, false);
    if (given.conversationId !== this.conversation) this.watermark = 0;
    Object.assign(this, { token: given.token, conversation: given.conversationId });
  }

  async renew() {
    try {
      this.token = (await this.ask("POST", `${ROOT}/tokens/refresh`)).token;
    } catch {
      // The next request is refused and comes in anew.
    }
  }

  get home() {
    return `${ROOT}/conversations/${this.conversation}`;
  }

  async run(round) {
    let wait = FIRST;
    while (round === this.round) {
      try {
        if (!this.token) await this.enter();
        const opened = this.watermark
          ? await this.ask("GET", `${this.home}?watermark=${this.watermark}`)
          : await this.ask("POST", `${ROOT}/conversations`);
        this.state("online");
        this.flush();
        wait = FIRST;
        if (!(await this.stream(opened.streamUrl))) await this.poll(round);
      } catch (error) {
        if (error.status === 403) this.token = null;
        if (error.status === 401) { this.state("code"); return; }
      }
      if (round !== this.round) return;
      this.state("offline");
      await pause(wait);
      wait = Math.min(wait * 2, SLOWEST);
    }
  }

  /** True once a stream that was open has ended; false where none could be opened. */
  stream(url) {
    return new Promise((done) => {
      let opened = false;
      const socket = new WebSocket(url);
      this.socket = socket;
      const alive = setInterval(() => socket.readyState === WebSocket.OPEN && socket.send(""), KEEP_ALIVE);
      socket.onopen = () => { opened = true; };
      socket.onmessage = (event) => event.data && this.take(JSON.parse(event.data));
      socket.onclose = () => { clearInterval(alive); done(opened); };
    });
  }

  async poll(round) {
    while (round === this.round) {
      this.take(await this.ask("GET", `${this.home}/activities?watermark=${this.watermark || ""}`));
      this.flush();
      await pause(POLL);
    }
  }

  take({ activities, watermark }) {
    for (const activity of activities) {
      const number = Number(activity.id?.split("|")[1] ?? 0);
      if (number && number <= this.watermark) continue;
      if (number) this.watermark = number;
      this.shown(activity);
    }
    if (watermark) this.watermark = Math.max(this.watermark, Number(watermark));
  }

  /** Write a message; it is sent again until it is acknowledged. Returns its id. */
  say(text, value) {
    const id = identity();
    this.waiting.push({ type: "message", text, value, from: { id: "me" }, channelData: { clientActivityID: id } });
    this.flush();
    return id;
  }

  async flush() {
    if (this.flushing || !this.token) return;
    this.flushing = true;
    try {
      while (this.waiting.length) {
        const message = this.waiting[0];
        try {
          await this.ask("POST", `${this.home}/activities`, message);
        } catch (error) {
          if (!error.status || [408, 429, 503].includes(error.status)) this.later(error.again);
          if (!error.status || [401, 403, 408, 429, 503].includes(error.status)) break; // the next round sends it
          this.shown({ type: "refused", text: error.message });
        }
        this.waiting.shift();
      }
    } finally {
      this.flushing = false;
    }
  }

  /** The socket may not notice that the network is away: say so, and send again before it does. */
  later(time = AGAIN) {
    this.state("offline");
    setTimeout(async () => {
      await this.flush();
      if (!this.waiting.length && this.socket?.readyState === WebSocket.OPEN) this.state("online");
    }, time);
  }

  async ask(method, url, body, token = true) {
    const headers = { Accept: "application/json" };
    if (token) headers.Authorization = `Bearer ${this.token}`;
    if (body) headers["Content-Type"] = "application/json";
    const response = await fetch(url, { method, headers, body: body && JSON.stringify(body), cache: "no-store" });
    if (!response.ok) {
      const { error } = await response.json().catch(() => ({}));
      const again = Number(response.headers.get("Retry-After")) * 1000 || undefined;
      throw new Refused(response.status, error?.message ?? response.statusText, again);
    }
    return response.json();
  }
}
