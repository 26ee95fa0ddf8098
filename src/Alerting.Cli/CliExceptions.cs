namespace Alerting.Cli;

/// <summary>The command cannot be meant as it was written; the message is one sentence for who wrote it.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>The command could not be done; the message is one sentence.</summary>
internal class CommandFailedException(string message, Exception? inner = null) : Exception(message, inner);
