"""From public labelled texts to the committed affect model, and the figures that say how good it is."""
