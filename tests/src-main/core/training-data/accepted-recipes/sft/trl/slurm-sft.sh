#!/bin/bash
# NOT RUN by Sarvi: account, partition and modules are those of your cluster.
#SBATCH --job-name=sarvi-sft
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
accumulation=$((64 / (processes * 2)))
if [ $((accumulation * processes * 2)) -ne 64 ]; then
  echo "64 rows a step cannot be spread over $processes processes with 2 rows each: choose other nodes" >&2
  exit 1
fi
export MASTER_ADDR=$(scontrol show hostnames "$SLURM_JOB_NODELIST" | head -n 1)
export MASTER_PORT=29500

srun singularity_wrapper exec bash -c "
  trl sft --config trl-sft.yaml \
    --gradient_accumulation_steps $accumulation \
    --num_processes $processes --num_machines $SLURM_NNODES --machine_rank \$SLURM_PROCID \
    --main_process_ip $MASTER_ADDR --main_process_port $MASTER_PORT
"
