import type { DatasetKind } from '#contract/datasets';
import { GLOBAL_BATCH, METHOD, PER_DEVICE } from './values.ts';

/** A Slurm script in the form of LUMI's, which has eight processors in a node. It keeps the batch of 64 whatever the nodes. */
export function slurmScript(kind: DatasetKind): Record<string, string> {
  const method = METHOD[kind];
  const text = `#!/bin/bash
# NOT RUN by Sarvi: account, partition and modules are those of your cluster.
#SBATCH --job-name=sarvi-${method}
#SBATCH --account=project_XXXXXXXXX
#SBATCH --partition=standard-g
#SBATCH --nodes=4
#SBATCH --ntasks-per-node=1
#SBATCH --gpus-per-node=8
#SBATCH --cpus-per-task=56
#SBATCH --mem=480G
#SBATCH --time=12:00:00

set -euo pipefail
module load pytorch/2.7

processes=$((SLURM_NNODES * 8))
accumulation=$((${GLOBAL_BATCH} / (processes * ${PER_DEVICE})))
if [ $((accumulation * processes * ${PER_DEVICE})) -ne ${GLOBAL_BATCH} ]; then
  echo "${GLOBAL_BATCH} rows a step cannot be spread over $processes processes: choose 1, 2 or 4 nodes" >&2
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
