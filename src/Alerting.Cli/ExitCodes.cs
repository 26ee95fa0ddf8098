namespace Alerting.Cli;

/// <summary>How commands end.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>A file or the server failed, or somebody ended the command.</summary>
    public const int Failed = 1;

    /// <summary>The command cannot be meant as it was written.</summary>
    public const int Misused = 2;

    /// <summary>An import came to its end, and there was nothing to import in all of its file.</summary>
    public const int Nothing = 3;
}
