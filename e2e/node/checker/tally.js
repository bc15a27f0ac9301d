// What one receiver has heard, in a few bytes for each sender: the newest number, and the holes before it.
// Numbers begin with 1. Memory is taken by what is wrong only.

const KEPT = 10000; // of what was wrong, one by one; beyond that it is counted

export class Tally {
  constructor(senders) {
    this.newest = new Uint32Array(senders);
    this.holes = Array.from({ length: senders }, () => []);
    this.heard = 0;
    this.order = 0;
    this.twice = [];
    this.late = [];
    this.notKept = 0;
  }

  hear(sender, number) {
    this.heard++;
    const expected = this.newest[sender] + 1;
    if (number >= expected) {
      if (number > expected) this.holes[sender].push([expected, number - 1]);
      this.newest[sender] = number;
    } else {
      this.keep(this.fill(this.holes[sender], number) ? this.late : this.twice, sender, number);
    }
    // The same for all that heard the same in the same order.
    this.order = (Math.imul(this.order, 31) + Math.imul(sender + 1, 0x9e3779b1) + number) | 0;
  }

  fill(holes, number) {
    const at = holes.findIndex(([from, to]) => from <= number && number <= to);
    if (at < 0) return false;
    const [from, to] = holes[at];
    const left = [[from, number - 1], [number + 1, to]].filter(([first, last]) => first <= last);
    holes.splice(at, 1, ...left);
    return true;
  }

  keep(list, sender, number) {
    if (list.length < KEPT) list.push([sender, number]);
    else this.notKept++;
  }
}
