namespace Alerting.Engine.Incidents;

/// <summary>Tells in words why a report is where an operator has it.</summary>
internal static class HandWords
{
    public static string Joined(HandMark? mark)
    {
        if (mark is null)
        {
            return "by hand";
        }

        var what = mark.TakenOut ? $"taken out of '{mark.From}' by hand" : $"of '{mark.From}', which was joined to this incident by hand";
        var (by, at, reason) = mark.Decision;
        return $"{what} by {by}, {Instants.Format(Instants.FromTicks(at))}{(reason is null ? "" : ": " + reason)}";
    }
}
