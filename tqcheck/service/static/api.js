// Asking the service: the rules' answer at once, the model's when it is there.

export class Refusal extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, 1000 * seconds));

async function ask(url, token, body) {
  const headers = token ? { Authorization: `Bearer ${token}` } : {};
  const options = { headers, credentials: "omit", redirect: "error" };
  if (body) {
    options.method = "POST";
    options.body = JSON.stringify(body);
    headers["Content-Type"] = "application/json";
  }
  let response;
  try {
    response = await fetch(url, options);
  } catch {
    throw new Refusal(0, "The service cannot be reached.");
  }
  const value = await response.json().catch(() => null);
  if (!response.ok) throw new Refusal(response.status, value?.detail ?? `The service answered ${response.status}.`);
  if (!value) throw new Refusal(response.status, "The service gave no answer.");
  return value;
}

// Where the report on an equal request is kept, {url, expires}.
export const keep = (request, token) => ask("/v1/reports", token, request);

// The final answer; `early` is given the rules' where the model takes longer. Ends without one when `stopped`.
export async function check(request, token, early, stopped) {
  let answer = await ask("/v1/check", token, { ...request, deadline: 0 });
  if (!answer.job) return answer;
  early(answer);
  const url = `/v1/jobs/${encodeURIComponent(answer.job.id)}`;
  for (let wait = 0.15; ; wait = Math.min(2, wait * 1.3)) {
    await pause(wait);
    if (stopped()) return null;
    answer = await ask(url, token);
    if (answer.report) return answer;
  }
}
