"""What is looked at before anything is compared: are the references whose they are said to be, is anybody
there twice, did a sample meet somebody's hand, were two labels swapped?"""
