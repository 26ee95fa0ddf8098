using Alerting.Client;
using Alerting.Console.Shown.Forms;
using Alerting.Reports;

namespace Alerting.Console.Shown;

/// <summary>Why a form was not taken.</summary>
/// <param name="Detail">A sentence for people.</param>
/// <param name="Path">The JSON path of the member that is wrong; null where it is none in particular.</param>
/// <param name="IsOutdated">What was to be changed has been changed by somebody else meanwhile.</param>
public sealed record FormFault(string Detail, string? Path = null, bool IsOutdated = false)
{
    private const string Root = "$.";

    /// <summary>Of a problem that the server answered, or of a line that is lost.</summary>
    public static FormFault Of(Exception exception) => exception switch
    {
        ProblemException { Type: FaultTypes.PreconditionFailed } => new("Somebody has changed this meanwhile. Load it again.", null, true),
        ProblemException problem => Of(problem),
        _ => new(Faults.Say(exception)),
    };

    /// <summary>Whether it is about a member of the body, or about something within it.</summary>
    /// <param name="member">Its path without the root, such as <c>channel.url</c>.</param>
    public bool IsAt(string member) =>
        Path is { } path && new FieldFault(path, Detail).Concerns(Root + member);

    /// <summary>Whether it is about none of a form's fields, so that it must be shown for the form as a whole.</summary>
    public bool IsAtNone(params ReadOnlySpan<string> members)
    {
        foreach (var member in members)
        {
            if (IsAt(member))
            {
                return false;
            }
        }

        return true;
    }

    private static FormFault Of(ProblemException problem) =>
        problem.Problem is ReportsProblem { Results: [{ Error: { } only }] }
            ? new(only.Detail, only.Path)
            : new(Faults.Say(problem), problem.Problem.Path);
}
