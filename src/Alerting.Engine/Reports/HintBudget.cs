namespace Alerting.Engine.Reports;

/// <summary>
/// How many unknown names of one request are compared with thousands of known ones in order to hint at the one that
/// was meant. A person who mistypes needs few such hints, and a feed whose every line is wrong must not cost more
/// than a correct one. Not safe for concurrent use: the reports of a request are read one after another.
/// </summary>
public sealed class HintBudget
{
    /// <summary>Different unknown names in one request. A name that was looked up before costs nothing.</summary>
    public const int Max = 256;

    private int _left = Max;

    /// <summary>Whether one more name may be looked up; always true without a budget.</summary>
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
