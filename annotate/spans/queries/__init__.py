"""Reading spans. Whoever asks, the rows come through `sets.visible_sets`."""
