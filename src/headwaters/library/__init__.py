"""The calls of `import headwaters`: blueprints and data frames in, data frames out."""
