namespace Doorward.Platform; internal static class Placeholder;
