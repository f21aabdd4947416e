// SPDX-License-Identifier: MIT
// Node's `ws` that only counts.
//   node bench_count_ws.mjs URL
import WebSocket from 'ws';

const socket = new WebSocket(process.argv[2], { perMessageDeflate: false, maxPayload: 0 });
let opened = 0;
let messages = 0;
let bytes = 0;
socket.on('open', () => {
    opened = performance.now();
});
socket.on('message', (data) => {
    ++messages;
    bytes += data.length;
});
socket.on('error', (error) => {
    console.error(`bench_count_ws: ${error.message}`);
    process.exitCode = 1;
});
socket.on('close', () => {
    const seconds = (performance.now() - opened) / 1000;
    console.log(JSON.stringify({ messages, bytes, seconds }));
});
