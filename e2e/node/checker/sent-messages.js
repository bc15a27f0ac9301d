// The messages that one sender has sent and their acknowledgements: one byte for each message.

export const UNDETERMINED = 0; // said, and nobody knows yet, or never will
export const ACKNOWLEDGED = 1;

export class SentMessages {
  constructor(sender) {
    this.sender = sender;
    this.said = 0;
    this.acknowledged = 0;
    this.fates = new Uint8Array(1024);
  }

  /** The number of the next message. */
  next() {
    this.said++;
    if (this.said >= this.fates.length) {
      const larger = new Uint8Array(this.fates.length * 2);
      larger.set(this.fates);
      this.fates = larger;
    }
    return this.said;
  }

  acknowledge(number) {
    this.fates[number] = ACKNOWLEDGED;
    this.acknowledged++;
  }

  isAcknowledged(number) {
    return this.fates[number] === ACKNOWLEDGED;
  }

  /** How many up to each number were acknowledged, so that a range costs nothing to look at. */
  sums() {
    const sums = new Uint32Array(this.said + 1);
    for (let number = 1; number <= this.said; number++) sums[number] = sums[number - 1] + this.fates[number];
    return sums;
  }
}
