using Alerting.Console.Shown.Forms;
using Alerting.Reports;
using Alerting.Thresholds;

namespace Alerting.Console.Thresholds;

/// <summary>A filter of incidents while it is edited: texts as they were entered.</summary>
public sealed class MatchForm
{
    /// <summary>Kinds by their names.</summary>
    public IList<string> Kinds { get; private init; } = [];

    /// <summary>Families by their names.</summary>
    public IList<string> Families { get; private init; } = [];

    /// <summary>Names of towns.</summary>
    public IList<string> Towns { get; private init; } = [];

    /// <summary>Names of actors.</summary>
    public IList<string> Actors { get; private init; } = [];

    /// <summary>Empty: of any grade.</summary>
    public string MinGradeFactor { get; set; } = "";

    /// <summary>What is in force, to be edited.</summary>
    public static MatchForm Of(Match match)
    {
        ArgumentNullException.ThrowIfNull(match);
        return new()
        {
            Kinds = [.. match.Kinds],
            Families = [.. match.Families.Select(EnumNames.ToName)],
            Towns = [.. match.Towns],
            Actors = [.. match.Actors],
            MinGradeFactor = match.MinGradeFactor == 0 ? "" : FormReader.Text(match.MinGradeFactor),
        };
    }

    /// <summary>As it is sent.</summary>
    /// <param name="path">JSON path of the filter.</param>
    internal MatchBody ToBody(string path, FormReader reader) => new()
    {
        Kinds = [.. Kinds],
        Families = [.. reader.Names<Family>(path + ".families", Families)],
        Towns = [.. Towns],
        Actors = [.. Actors],
        MinGradeFactor = reader.Number(path + ".minGradeFactor", MinGradeFactor),
    };
}
