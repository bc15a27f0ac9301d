// Random JSON with binary data in it, the same for the same seed.
const ALPHABET = ['a', 'Z', '0', ' ', '"', '\\', '/', '\n', '\t', '\u0000', '\u001e', '\u007f', 'ß', '€', '\u2028', '\uffff', '😀', ',', '[', '}', '-'];
const HALVES = ['\ud800', '\udfff'];
const NAMES = ['', 'a', 'num', 'toString', 'constructor', 'length', 'é', '\ud83d', '0', 'a"b'];
const NUMBERS = [0, 1, -1, 0.1, -2.5, 1e21, 1e-7, 5e-324, 1.7976931348623157e308, Number.MAX_SAFE_INTEGER, 2 ** 31, 2 ** 63];

export class Random {
  constructor(seed) {
    this.state = seed;
    this.binariesLeft = 0;
  }

  // Mulberry32.
  next() {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  below(limit) {
    return Math.floor(this.next() * limit);
  }

  chance(probability) {
    return this.next() < probability;
  }

  of(choices) {
    return choices[this.below(choices.length)];
  }

  integer() {
    return this.below(2 ** 32) - 2 ** 31;
  }

  wellFormed() {
    return Array.from({ length: this.below(12) }, () => this.of(ALPHABET)).join('');
  }

  text() {
    return this.chance(0.1) ? this.wellFormed() + this.of(HALVES) + this.wellFormed() : this.wellFormed();
  }

  bytes() {
    return Buffer.from(Array.from({ length: this.below(40) }, () => this.below(256)));
  }

  value(depth = 0) {
    const kind = this.below(depth > 4 ? 6 : 10);
    if (kind < 2) return this.of([null, true, false]);
    if (kind < 3) return this.of(NUMBERS);
    if (kind < 4) return this.integer();
    if (kind < 5) return this.text();
    if (kind < 6) return this.binary();
    return kind < 8 ? this.array(depth + 1) : this.object(depth + 1);
  }

  binary() {
    if (this.binariesLeft === 0) return this.integer();
    this.binariesLeft--;
    return this.bytes();
  }

  array(depth = 0) {
    return Array.from({ length: this.below(5) }, () => this.value(depth));
  }

  object(depth = 0) {
    return Object.fromEntries(Array.from({ length: this.below(5) }, () => [this.of(NAMES), this.value(depth)]));
  }
}
