"""What is known of a body and of a missing person beside their genes, each kind weighed by itself.

Every module gives P(what was seen | the missing person) and P(what was seen | anybody else), so that over
everything that could have been seen each sums to one: a likelihood ratio that does not, such as one whose
mean under "anybody else" is 1.09, overstates. Ratios stand beside that of the genes; `combining` multiplies
them only where somebody states that they are independent, and refuses to count one thing twice.
"""
