// When the fleet acknowledged something, and for how long it acknowledged nothing at all.

const LONG = 250; // milliseconds without any acknowledgement that are worth a line of the report
const KEPT = 1000;

export class Acknowledgements {
  constructor(now) {
    this.last = now;
    this.longest = { start: now, millis: 0 };
    this.gaps = [];
    this.waits = new Uint32Array(120_000);
    this.count = 0;
    this.slowest = 0;
  }

  /** One that was waited for so long. */
  add(now, waited) {
    const gap = { start: this.last, millis: now - this.last };
    if (gap.millis > this.longest.millis) this.longest = gap;
    if (gap.millis >= LONG && this.gaps.length < KEPT) this.gaps.push(gap);
    this.last = now;
    this.count++;
    this.waits[Math.min(waited, this.waits.length - 1)]++;
    this.slowest = Math.max(this.slowest, waited);
  }

  /** With the one that goes on, if they still speak. */
  report(now, speaking) {
    const going = { start: this.last, millis: speaking ? now - this.last : 0 };
    return {
      gap: going.millis > this.longest.millis ? going : this.longest,
      gaps: going.millis >= LONG ? [...this.gaps, { ...going, open: true }] : this.gaps,
      ackMillis: { p50: this.percentile(0.5), p99: this.percentile(0.99), slowest: this.slowest },
    };
  }

  percentile(part) {
    let left = this.count * part;
    for (let millis = 0; millis < this.waits.length; millis++) {
      left -= this.waits[millis];
      if (left <= 0) return millis;
    }
    return this.waits.length;
  }
}
