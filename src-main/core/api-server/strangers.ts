import type { Socket } from 'node:net';

/** As many programs of one computer never connect at the same moment. */
const MOST_STRANGERS = 64;

/**
 * Connections on which nobody has shown the key yet. Anybody on this computer can open as many as the server takes, so
 * the oldest give way: a program that has the key shows it as soon as it is connected.
 */
export class Strangers {
  readonly #sockets = new Set<Socket>();

  add(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    const [oldest] = this.#sockets;
    if (this.#sockets.size > MOST_STRANGERS) oldest?.destroy();
  }

  /** The key was shown on this connection. */
  leave(socket: Socket): void {
    this.#sockets.delete(socket);
  }
}
