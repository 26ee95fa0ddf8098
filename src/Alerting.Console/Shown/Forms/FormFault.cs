using Alerting.Client;
using Alerting.Reports;

namespace Alerting.Console.Shown.Forms;

/// <summary>Why a form was not taken.</summary>
/// <param name="Detail">A sentence for people.</param>
/// <param name="Path">The JSON path of the member that is wrong; null where it is none in particular.</param>
/// <param name="IsOutdated">What was to be changed has been changed by somebody else meanwhile.</param>
public sealed record FormFault(string Detail, string? Path = null, bool IsOutdated = false)
{
    /// <summary>What is said of a field; null where it speaks of none.</summary>
    public FieldFault? AtField => Path is { } path ? new FieldFault(path, Detail) : null;

    /// <summary>Of a problem that the server answered, or of a line that is lost.</summary>
    public static FormFault Of(Exception exception) => exception switch
    {
        ProblemException { Type: FaultTypes.PreconditionFailed } =>
            new(Spoken.Of("Somebody has changed this meanwhile. Load it again."), null, true),
        ProblemException problem => Of(problem),
        _ => new(Faults.Say(exception)),
    };

    private static FormFault Of(ProblemException problem) =>
        problem.Problem is ReportsProblem { Results: [{ Error: { } only }] }
            ? new(only.Detail, only.Path)
            : new(Faults.Say(problem), problem.Problem.Path);
}
