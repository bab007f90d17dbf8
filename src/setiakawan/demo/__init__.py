"""The demo city: Solo with invented people, made with operations like everything else."""
