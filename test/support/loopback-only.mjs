// node --import ./loopback-only.mjs program.js: the program listens on 127.0.0.1 only, whatever it asks for, and reaches
// nothing but this machine. For programs of others that listen on every interface or call home. What they tried is
// said on standard error, so that a test can see it.
import net from 'node:net';

const ours = new Set(['localhost', '127.0.0.1', '::1', '::ffff:127.0.0.1']);
const { listen } = net.Server.prototype;
const { connect } = net.Socket.prototype;

/** listen(options) and listen(port[, host][, backlog][, callback]); pipes and handles stay as they are. */
net.Server.prototype.listen = function listenHere(...given) {
  const [first, second, ...rest] = given;
  if (typeof first === 'object' && first !== null && first.port !== undefined) {
    return listen.call(this, { ...first, host: '127.0.0.1' }, ...given.slice(1));
  }
  if (typeof first === 'number' || /^\d+$/.test(String(first))) {
    const others = typeof second === 'string' ? rest : given.slice(1);
    return listen.call(this, first, '127.0.0.1', ...others);
  }
  return listen.apply(this, given);
};

/** Node hands its own calls over as one array, already normalised: [options, callback]. */
net.Socket.prototype.connect = function connectHere(...given) {
  const [first, second] = Array.isArray(given[0]) ? given[0] : given;
  const options =
    typeof first === 'object' && first !== null ? first : { port: first, host: second };
  const host = typeof options.host === 'string' ? options.host : 'localhost';
  if (typeof options.path === 'string' || ours.has(host)) return connect.apply(this, given);
  process.stderr.write(`[loopback-only] ${host} was not called\n`);
  const refused = Object.assign(new Error(`${host} is not this machine`), { code: 'ECONNREFUSED' });
  process.nextTick(() => this.destroy(refused));
  return this;
};
