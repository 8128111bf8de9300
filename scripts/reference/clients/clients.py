"""openai-python and lm-evaluation-harness against a running API; prints one line for each."""
import json
import os
import subprocess
import sys
from pathlib import Path

from openai import NotFoundError, OpenAI

url, key, model = (os.environ[name] for name in ("SARVI_URL", "SARVI_KEY", "SARVI_MODEL"))
client = OpenAI(base_url=url, api_key=key)
asked = dict(model=model, messages=[{"role": "user", "content": "Kuka olet?"}], temperature=0, max_tokens=12)
whole = client.chat.completions.create(**asked)
text = whole.choices[0].message.content
streamed = "".join(
    chunk.choices[0].delta.content or "" for chunk in client.chat.completions.create(**asked, stream=True) if chunk.choices
)
assert text and streamed == text, (text, streamed)
try:
    client.chat.completions.create(**{**asked, "model": "gpt-4o"})
    raise AssertionError("an unknown model was answered")
except NotFoundError as error:
    assert error.code == "model_not_found", error
print("openai-python: chat, stream, errors")

if "--no-harness" in sys.argv:
    sys.exit()
folder = Path(__file__).parent / "tasks"
arguments = f"model={model},base_url={url}/completions,tokenizer_backend=remote,auth_token={key},num_concurrent=1,max_length=2048,max_gen_toks=16"
out = Path(os.environ["SARVI_OUT"])
run = [sys.executable, "-m", "lm_eval", "--model", "local-completions", "--model_args", arguments]
run += ["--tasks", "sarvi_generate,sarvi_likelihood", "--include_path", str(folder), "--output_path", str(out)]
environment = {**os.environ, "OPENAI_API_KEY": key, "HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1"}
subprocess.run(run, check=True, cwd=folder, env=environment, stdout=subprocess.DEVNULL)
results = json.loads(next(out.rglob("results_*.json")).read_text())["results"]
print("lm-evaluation-harness:", json.dumps({name: {k: v for k, v in row.items() if isinstance(v, float)} for name, row in results.items()}))
# Right answers are far likelier than wrong ones to a model that knows Finnish at all; chance is 0.5.
assert results["sarvi_likelihood"]["acc,none"] >= 0.75, results
