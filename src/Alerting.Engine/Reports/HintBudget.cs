namespace Alerting.Engine.Reports;

/// <summary>
/// How many unknown names of one request are looked up among thousands of known ones to tell which was meant. A person
/// who mistypes needs few of these hints; a feed whose every line is wrong must not cost more than one that is right.
/// Not safe for concurrent use: the reports of a request are read in their order.
/// </summary>
public sealed class HintBudget
{
    /// <summary>Different unknown names; one that is remembered from before costs nothing.</summary>
    public const int Max = 256;

    private int _left = Max;

    /// <summary>Whether one more name may be looked up; without a budget any may.</summary>
    public static bool Allows(HintBudget? budget)
    {
        if (budget is null)
        {
            return true;
        }

        if (budget._left == 0)
        {
            return false;
        }

        budget._left--;
        return true;
    }
}
