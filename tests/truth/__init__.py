"""Figures against the truth: posts labelled by hand, and simulated communities whose causes are
planted.
"""
