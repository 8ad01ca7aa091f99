// The interface of the server, and what its refusals mean.

export class Refused extends Error {
  constructor(status, body) {
    const told = body && body.error ? body.error : { code: "http", message: `The server answered ${status}.`, problems: [] };
    super(told.message);
    this.status = status;
    this.code = told.code;
    this.problems = told.problems;
  }
}

async function answered(promise) {
  const response = await promise;
  if (response.ok) return response;
  throw new Refused(response.status, await response.json().catch(() => null));
}

export async function get(path) {
  return (await answered(fetch(path))).json();
}

export function send(path, body) {
  return answered(fetch(path, {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body),
  }));
}

export async function post(path, body) {
  return (await send(path, body)).json();
}

export async function download(path, body) {
  const response = await send(path, body);
  const named = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") || "");
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(await response.blob());
  anchor.download = named ? named[1] : "burdenshare";
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 10000);
}
