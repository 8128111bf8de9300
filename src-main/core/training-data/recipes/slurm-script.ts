import { METHOD, type RecipeSource } from './recipe-parts.ts';

const PROCESSES_PER_NODE = 8;
const MOST_NODES = 8;

/** A Slurm script in the form of LUMI's, which has eight processors in a node. It keeps the batch whatever the nodes. */
export function slurmScript({ kind, values }: RecipeSource): Record<string, string> {
  const method = METHOD[kind];
  const { globalBatch, perDevice } = values;
  // As many as leave no gradients to add up, within limits.
  const nodes = Math.min(MOST_NODES, Math.max(1, Math.floor(globalBatch / perDevice / PROCESSES_PER_NODE)));
  const text = `#!/bin/bash
# NOT RUN by Sarvi: account, partition and modules are those of your cluster.
#SBATCH --job-name=sarvi-${method}
#SBATCH --account=project_XXXXXXXXX
#SBATCH --partition=standard-g
#SBATCH --nodes=${nodes}
#SBATCH --ntasks-per-node=1
#SBATCH --gpus-per-node=${PROCESSES_PER_NODE}
#SBATCH --cpus-per-task=56
#SBATCH --mem=480G
#SBATCH --time=12:00:00

set -euo pipefail
module load pytorch/2.7

processes=$((SLURM_NNODES * ${PROCESSES_PER_NODE}))
accumulation=$((${globalBatch} / (processes * ${perDevice})))
if [ $((accumulation * processes * ${perDevice})) -ne ${globalBatch} ]; then
  echo "${globalBatch} rows a step cannot be spread over $processes processes with ${perDevice} rows each: choose other nodes" >&2
  exit 1
fi
export MASTER_ADDR=$(scontrol show hostnames "$SLURM_JOB_NODELIST" | head -n 1)
export MASTER_PORT=29500

srun singularity_wrapper exec bash -c "
  trl ${method} --config trl-${method}.yaml \\
    --gradient_accumulation_steps $accumulation \\
    --num_processes $processes --num_machines $SLURM_NNODES --machine_rank \\$SLURM_PROCID \\
    --main_process_ip $MASTER_ADDR --main_process_port $MASTER_PORT
"
`;
  return { [`slurm-${method}.sh`]: text };
}
