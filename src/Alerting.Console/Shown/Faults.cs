using Alerting.Client;

namespace Alerting.Console.Shown;

/// <summary>What is said to people when a request fails.</summary>
internal static class Faults
{
    /// <summary>A sentence.</summary>
    public static string Say(Exception exception) => exception switch
    {
        ProblemException { RetryAfter: { } wait } problem =>
            Spoken.Of("{0} Come back in {1:0} s.", problem.Problem.Detail, wait.TotalSeconds),
        ProblemException problem => problem.Problem.Detail,
        _ => Spoken.Of("The server cannot be reached."),
    };
}
